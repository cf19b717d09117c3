// Wires POST /files/{id}/links to DynamoDB.
import { randomBytes } from 'node:crypto';
import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { addLinkWith } from '../aws/dynamodb/links.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment, readOptional } from '../env.ts';
import { json } from '../http/http.ts';
import { linkRequestSchema } from '../http/link-requests.ts';
import { readBody } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { issueLink } from './issue-link.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const LINK_ORIGIN = readOptional('LINK_ORIGIN');
const dynamo = connectDynamo();
const files = rememberFiles(findAccessWith(dynamo, TABLE_NAME));
const audit = auditWith(config);

const issue = issueLink({
  config,
  findAccess: files.findAccess,
  addLink: addLinkWith(dynamo, TABLE_NAME),
  newToken: () => randomBytes(16).toString('base64url'),
  now: () => new Date(),
});

export const handler = apiGateway(
  async (request, { principal, params }) => {
    const fileId = params.id ?? '';
    const asked = await readBody(request, linkRequestSchema);
    const origin = LINK_ORIGIN ?? new URL(request.url).origin;
    const link = await issue(fileId, asked, principal, origin);
    logOutcome({ event: 'link_issued', fileId, by: principal.sub, linkId: link.id });
    const { id: linkId, expiresAt } = link;
    audit('link_issued', principal, files.fileFor(principal, fileId), { linkId, expiresAt });
    return json(201, link);
  },
  config.auth,
  { body: true },
);

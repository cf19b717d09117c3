// Wires GET /files/{id}/download and POST /downloads to DynamoDB and to the signature that the configuration wants.

import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { connectDownloads } from '../aws/sign-downloads.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { downloadRequestSchema, downloadsRequestSchema } from '../http/download-requests.ts';
import { answerEach, forEachFile } from '../http/for-each-file.ts';
import { json, redirect } from '../http/http.ts';
import { readBody, readQuery } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { findContent } from '../reading/find-content.ts';
import { issueDownload } from './issue-download.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');

const now = () => new Date();
const files = rememberFiles(findAccessWith(connectDynamo(), TABLE_NAME));
const { findAccess } = files;
const audit = auditWith(config);
const issue = issueDownload({
  config,
  findContent: findContent({ config, findAccess, now }),
  presignGet: await connectDownloads(config),
  now,
});

/** How many files of one request are looked up at the same time. */
const AT_ONCE = 10;

const issueOne = apiGateway(
  async (request, { principal, params }) => {
    const wanted = readQuery(request, downloadRequestSchema);
    const fileId = params.id ?? '';
    const link = await issueLogged(fileId, principal, wanted);
    const wantsJson = request.headers.get('accept')?.includes('application/json') ?? false;
    return wantsJson ? json(200, link) : redirect(link.url);
  },
  config.auth,
  { query: true },
);

const issueMany = apiGateway(
  async (request, { principal }) => {
    const { ids, ...wanted } = await readBody(request, downloadsRequestSchema);
    const outcomes = await forEachFile(ids, AT_ONCE, (id) => issueLogged(id, principal, wanted));
    return answerEach(outcomes, 'issued');
  },
  config.auth,
  { body: true },
);

async function issueLogged(...[fileId, principal, wanted]: Parameters<typeof issue>) {
  const link = await issue(fileId, principal, wanted);
  const { version, variant } = wanted ?? {};
  logOutcome({ event: 'download_issued', fileId, by: principal.sub, version, variant });
  const about = { fileVersion: version, variant };
  audit('download_issued', principal, files.fileFor(principal, fileId), about);
  return link;
}

export const handler = apiGatewayRoutes({
  'GET /files/{id}/download': issueOne,
  'POST /downloads': issueMany,
});

// Wires GET /files/{id}/download to DynamoDB and to the signature that the configuration wants.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { connectDownloads } from '../aws/sign-downloads.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { getFile } from '../get-file/get-file.ts';
import { json, redirect } from '../http/http.ts';
import { readQuery } from '../http/request.ts';
import { downloadRequestSchema } from '../http/requests.ts';
import { logOutcome } from '../log.ts';
import { issueDownload } from './issue-download.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');

const issue = issueDownload({
  config,
  getFile: getFile({ config, findAccess: findAccessWith(connectDynamo(), TABLE_NAME) }),
  presignGet: await connectDownloads(config),
  now: () => new Date(),
});

export const handler = apiGateway(
  async (request, { principal, params }) => {
    const { disposition } = readQuery(request, downloadRequestSchema);
    const fileId = params.id ?? '';
    const link = await issue(fileId, principal, disposition);
    logOutcome({ event: 'download_issued', fileId, by: principal.sub });
    const wantsJson = request.headers.get('accept')?.includes('application/json') ?? false;
    return wantsJson ? json(200, link) : redirect(link.url);
  },
  config.auth.groupsClaim,
  { query: true },
);

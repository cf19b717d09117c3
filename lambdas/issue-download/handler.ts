// Wires GET /files/{id}/download to DynamoDB and to the signature that the configuration wants.
import config from '../../airlock.config.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessIn } from '../aws/find-access.ts';
import { connectDownloads } from '../aws/sign-downloads-s3.ts';
import { readEnvironment } from '../env.ts';
import { getFile } from '../get-file/get-file.ts';
import { json, redirect } from '../http.ts';
import { logOutcome } from '../log.ts';
import { readQuery } from '../request.ts';
import { downloadRequestSchema } from '../requests.ts';
import { issueDownload } from './issue-download.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');

const issue = issueDownload({
  config,
  getFile: getFile({ config, findAccess: findAccessIn(connectDynamo(), TABLE_NAME) }),
  presignGet: await connectDownloads(),
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
  config.groupsClaim,
  { query: true },
);

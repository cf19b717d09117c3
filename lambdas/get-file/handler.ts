// Wires GET /files/{id} and GET /files/{id}/versions to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json, type Route } from '../http/http.ts';
import { followMerged } from '../reading/follow-merged.ts';
import { listVersions } from '../reading/list-versions.ts';
import { getFile } from './get-file.ts';

const { TABLE_NAME, MEDIA_ORIGIN } = readEnvironment('TABLE_NAME', 'MEDIA_ORIGIN');
const findAccess = findAccessWith(connectDynamo(), TABLE_NAME);
const get = getFile({ config, findAccess: followMerged(findAccess) });
const list = listVersions({ config, findAccess, now: () => new Date() });
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

const getOne: Route = async (_request, { principal, params }) =>
  json(200, { file: viewFile(await get(params.id ?? '', principal), principal) });

const getVersions = apiGateway(
  async (_request, { principal, params }) =>
    json(200, { versions: await list(params.id ?? '', principal) }),
  config.auth,
);

export const handler = apiGatewayRoutes({
  'GET /files/{id}': apiGateway(getOne, config.auth),
  'GET /permitted/files/{id}': apiGatewayPermitted(getOne),
  'GET /files/{id}/versions': getVersions,
});

// Wires GET /files/{id} to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { getFile } from './get-file.ts';

const { TABLE_NAME, MEDIA_ORIGIN } = readEnvironment('TABLE_NAME', 'MEDIA_ORIGIN');
const get = getFile({ config, findAccess: findAccessWith(connectDynamo(), TABLE_NAME) });
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

export const handler = apiGateway(
  async (_request, { principal, params }) =>
    json(200, { file: viewFile(await get(params.id ?? '', principal), principal) }),
  config.auth,
);

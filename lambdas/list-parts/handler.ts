// Wires GET /files/{id}/parts to DynamoDB and S3.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { listPartsWith } from '../aws/s3/list-parts.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { listStoredParts } from './list-parts.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');

const list = listStoredParts({
  config,
  findAccess: findAccessWith(connectDynamo(), TABLE_NAME),
  listParts: listPartsWith(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

export const handler = apiGateway(
  async (_request, { principal, params }) => json(200, await list(params.id ?? '', principal)),
  config.auth,
);

// Wires POST /files/{id}/parts to DynamoDB and to S3's signature.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { presignPartWith } from '../aws/s3/presign-part.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json, type Route } from '../http/http.ts';
import { signPartsRequestSchema } from '../http/part-requests.ts';
import { readBody } from '../http/request.ts';
import { signParts } from './sign-parts.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');

const sign = signParts({
  config,
  findAccess: findAccessWith(connectDynamo(), TABLE_NAME),
  presignPart: presignPartWith(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

const signWindow: Route = async (request, { principal, params }) => {
  const window = await readBody(request, signPartsRequestSchema);
  return json(200, await sign(params.id ?? '', window, principal));
};

export const handler = apiGatewayRoutes({
  'POST /files/{id}/parts': apiGateway(signWindow, config.auth, { body: true }),
  'POST /permitted/files/{id}/parts': apiGatewayPermitted(signWindow, { body: true }),
});

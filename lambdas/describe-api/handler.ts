// Wires GET /openapi.json, which needs neither a token nor AWS.
import { apiGatewayAnonymous } from '../aws/events/api-gateway.ts';
import { json } from '../http/http.ts';
import { describeApi } from './describe-api.ts';

export const handler = apiGatewayAnonymous(async (request) =>
  json(200, describeApi(new URL(request.url).origin)),
);

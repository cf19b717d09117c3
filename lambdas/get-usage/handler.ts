// Wires GET /usage to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findUsageWith } from '../aws/dynamodb/find-usage.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { readQuery } from '../http/request.ts';
import { usageRequestSchema } from '../http/usage-requests.ts';
import { getUsage } from './get-usage.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const get = getUsage({ config, findUsage: findUsageWith(connectDynamo(), TABLE_NAME) });

export const handler = apiGateway(
  async (request, { principal }) => {
    const { owner } = readQuery(request, usageRequestSchema);
    return json(200, await get(principal, owner));
  },
  config.auth,
  { query: true },
);

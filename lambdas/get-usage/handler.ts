// Wires GET /usage to DynamoDB.
import config from '../../airlock.config.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findUsageIn } from '../aws/find-usage.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http.ts';
import { getUsage } from './get-usage.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const get = getUsage({ config, findUsage: findUsageIn(connectDynamo(), TABLE_NAME) });

export const handler = apiGateway(
  async (_request, { principal }) => json(200, await get(principal)),
  config.groupsClaim,
);

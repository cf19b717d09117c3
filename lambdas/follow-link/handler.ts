// Wires GET /links/{token}, the one route without a token of a person, to DynamoDB and to the signature that the configuration wants.

import { connectDynamo } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { useLinkWith } from '../aws/dynamodb/links.ts';
import { apiGatewayAnonymous } from '../aws/events/api-gateway.ts';
import { connectDownloads } from '../aws/sign-downloads.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { redirect } from '../http/http.ts';
import { logOutcome } from '../log.ts';
import { followLink } from './follow-link.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();

const follow = followLink({
  config,
  useLink: useLinkWith(dynamo, TABLE_NAME),
  findFile: findFileWith(dynamo, TABLE_NAME),
  presignGet: await connectDownloads(config),
  now: () => new Date(),
});

export const handler = apiGatewayAnonymous(async (_request, { params }) => {
  const { url, fileId } = await follow(params.token ?? '');
  logOutcome({ event: 'link_followed', fileId });
  return redirect(url);
});

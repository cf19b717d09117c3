// Wires GET /links/{token}, the one route without a token of a person, to DynamoDB and to S3's signature.
import config from '../../airlock.config.ts';
import { apiGatewayAnonymous } from '../aws/api-gateway.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileIn } from '../aws/find-file.ts';
import { useLinkIn } from '../aws/links.ts';
import { presignGetFrom } from '../aws/presign-get.ts';
import { readEnvironment } from '../env.ts';
import { redirect } from '../http.ts';
import { logOutcome } from '../log.ts';
import { followLink } from './follow-link.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();

const follow = followLink({
  config,
  useLink: useLinkIn(dynamo, TABLE_NAME),
  findFile: findFileIn(dynamo, TABLE_NAME),
  presignGet: presignGetFrom(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

export const handler = apiGatewayAnonymous(async (_request, { params }) => {
  const { url, fileId } = await follow(params.token ?? '');
  logOutcome({ event: 'link_followed', fileId });
  return redirect(url);
});

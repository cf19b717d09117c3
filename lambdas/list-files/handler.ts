// Wires GET /files to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { listFilesWith } from '../aws/dynamodb/list-files.ts';
import { listSharedWith } from '../aws/dynamodb/list-shared.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { readQuery } from '../http/request.ts';
import { listRequestSchema } from '../http/requests.ts';
import { listForCaller } from './list-files.ts';

const { TABLE_NAME, CURSOR_KEY, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'CURSOR_KEY',
  'MEDIA_ORIGIN',
);
const dynamo = connectDynamo();
const list = listForCaller({
  listFiles: listFilesWith(dynamo, TABLE_NAME),
  listShared: listSharedWith(dynamo, TABLE_NAME),
  cursorKey: CURSOR_KEY,
});
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

export const handler = apiGateway(
  async (request, { principal }) => {
    const { files, nextCursor } = await list(readQuery(request, listRequestSchema), principal);
    return json(200, { files: files.map((file) => viewFile(file, principal)), nextCursor });
  },
  config.auth.groupsClaim,
  { query: true },
);

// Wires GET /files to DynamoDB.
import config from '../../airlock.config.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { connectDynamo } from '../aws/connect.ts';
import { listFilesIn } from '../aws/list-files.ts';
import { listRequestSchema } from '../contract.ts';
import { readEnvironment } from '../env.ts';
import { viewFile } from '../file-view.ts';
import { json } from '../http.ts';
import { readQuery } from '../request.ts';
import { listOwnFiles } from './list-files.ts';

const { TABLE_NAME, CURSOR_KEY } = readEnvironment('TABLE_NAME', 'CURSOR_KEY');
const list = listOwnFiles({
  listFiles: listFilesIn(connectDynamo(), TABLE_NAME),
  cursorKey: CURSOR_KEY,
});

export const handler = apiGateway(async (request, { principal }) => {
  const { files, nextCursor } = await list(readQuery(request, listRequestSchema), principal);
  return json(200, { files: files.map(viewFile), nextCursor });
}, config.groupsClaim);

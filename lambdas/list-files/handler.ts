// Wires GET /files to DynamoDB.

import { auditWith } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findFilesWith } from '../aws/dynamodb/find-files.ts';
import { findGrantedWith } from '../aws/dynamodb/find-granted.ts';
import { listEntriesWith } from '../aws/dynamodb/list-entries.ts';
import { listFilesWith } from '../aws/dynamodb/list-files.ts';
import { listSharedWith } from '../aws/dynamodb/list-shared.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { invalid } from '../domain/errors.ts';
import type { VisibleFile } from '../domain/file.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { listRequestSchema, permittedListRequestSchema } from '../http/list-requests.ts';
import { readQuery } from '../http/request.ts';
import { findReadable } from '../reading/find-readable.ts';
import { listForCaller } from './list-files.ts';

const { TABLE_NAME, CURSOR_KEY, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'CURSOR_KEY',
  'MEDIA_ORIGIN',
);
const dynamo = connectDynamo();
const findFiles = findFilesWith(dynamo, TABLE_NAME);
const list = listForCaller({
  config,
  findFiles,
  listEntries: listEntriesWith(dynamo, TABLE_NAME),
  listFiles: listFilesWith(dynamo, TABLE_NAME),
  listShared: listSharedWith(dynamo, TABLE_NAME),
  cursorKey: CURSOR_KEY,
});
const audit = auditWith(config);
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

const find = findReadable({
  config,
  findFiles,
  findGranted: findGrantedWith(dynamo, TABLE_NAME),
});
const listPage = apiGateway(
  async (request, { principal }) => {
    const view = (file: VisibleFile) => viewFile(file, principal);
    const query = readQuery(request, listRequestSchema);
    if (query.ids !== undefined) {
      if (new URL(request.url).searchParams.size > 1) {
        throw invalid('ids', 'goes with no other parameter; send it alone.');
      }
      return json(200, { files: (await find(query.ids.split(','), principal)).map(view) });
    }
    const { files, nextCursor } = await list(query, principal);
    const { owner, scope, collection } = query;
    // Own files and those that were shared with the caller are no act on behalf of others.
    if (owner !== undefined || scope !== undefined) {
      audit('files_listed', principal, { owner, collection }, { files: files.length });
    }
    return json(200, { files: files.map(view), nextCursor });
  },
  config.auth,
  { query: true },
);

const listPermitted = apiGatewayPermitted(
  async (request, { principal }) => {
    const { ids } = readQuery(request, permittedListRequestSchema);
    const files = await find(ids.split(','), principal);
    return json(200, { files: files.map((file) => viewFile(file, principal)) });
  },
  { query: true },
);

export const handler = apiGatewayRoutes({
  'GET /files': listPage,
  'GET /permitted/files': listPermitted,
});

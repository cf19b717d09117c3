// Wires PATCH /files/{id} to DynamoDB.
import { randomBytes } from 'node:crypto';
import { auditWith } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { editFileWith } from '../aws/dynamodb/edit-file.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { editRequestSchema } from '../http/edit-requests.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { readBody } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { editRecord } from './edit-file.ts';

const { TABLE_NAME, MEDIA_ORIGIN } = readEnvironment('TABLE_NAME', 'MEDIA_ORIGIN');
const dynamo = connectDynamo();
const audit = auditWith(config);

const edit = editRecord({
  config,
  findAccess: findAccessWith(dynamo, TABLE_NAME),
  editFile: editFileWith(dynamo, TABLE_NAME),
  newToken: () => randomBytes(16).toString('base64url'),
});
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

export const handler = apiGateway(
  async (request, { principal, params }) => {
    const file = await edit(params.id ?? '', await readBody(request, editRequestSchema), principal);
    const { id: fileId, visibility } = file;
    logOutcome({ event: 'file_edited', fileId, visibility, by: principal.sub });
    audit('file_edited', principal, file, { visibility });
    return json(200, { file: viewFile(file, principal) });
  },
  config.auth,
  { body: true },
);

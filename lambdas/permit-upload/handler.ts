// Wires POST /upload-permissions to DynamoDB.
import { randomBytes } from 'node:crypto';
import { auditWith } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { addUploadPermissionWith } from '../aws/dynamodb/upload-permissions.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { uploadPermissionRequestSchema } from '../http/permission-requests.ts';
import { readBody } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { permitUpload } from './permit-upload.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');

const audit = auditWith(config);
const permit = permitUpload({
  config,
  addUploadPermission: addUploadPermissionWith(connectDynamo(), TABLE_NAME),
  newToken: () => randomBytes(16).toString('base64url'),
  now: () => new Date(),
});

export const handler = apiGateway(
  async (request, { principal }) => {
    const asked = await readBody(request, uploadPermissionRequestSchema);
    const permission = await permit(asked, principal);
    const { owner, collection } = asked;
    const { id: permissionId, expiresAt } = permission;
    logOutcome({ event: 'upload_permitted', permissionId, owner, collection, by: principal.sub });
    const { maxUploads } = permission;
    audit(
      'upload_permitted',
      principal,
      { owner, collection },
      { permissionId, maxUploads, expiresAt },
    );
    return json(201, permission);
  },
  config.auth,
  { body: true },
);

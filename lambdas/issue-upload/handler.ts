// Wires POST /files to DynamoDB and to S3's signature.
import { randomBytes, randomUUID } from 'node:crypto';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { addFileWith } from '../aws/dynamodb/add-file.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { abortMultipartWith } from '../aws/s3/abort-multipart.ts';
import { createMultipartWith } from '../aws/s3/create-multipart.ts';
import { presignPostWith } from '../aws/s3/presign-post.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { readBody, readHeader } from '../http/request.ts';
import { idempotencyKeySchema, issueRequestSchema } from '../http/requests.ts';
import { logOutcome } from '../log.ts';
import { issueUpload } from './issue-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'MEDIA_ORIGIN',
);
const dynamo = connectDynamo();
const s3 = connectS3();
const now = () => new Date();

const issue = issueUpload({
  config,
  addFile: addFileWith(dynamo, TABLE_NAME, now),
  findFile: findFileWith(dynamo, TABLE_NAME),
  presignPost: presignPostWith(s3, MEDIA_BUCKET),
  createMultipart: createMultipartWith(s3, MEDIA_BUCKET),
  abortMultipart: abortMultipartWith(s3, MEDIA_BUCKET),
  newId: randomUUID,
  newToken: () => randomBytes(16).toString('base64url'),
  viewFile: viewFileWith(config, MEDIA_ORIGIN),
  now,
});

export const handler = apiGateway(
  async (request, { principal }) => {
    const idempotencyKey = readHeader(request, 'idempotency-key', idempotencyKeySchema);
    const claim = await readBody(request, issueRequestSchema);
    const { isReplay, ...issued } = await issue(claim, principal, idempotencyKey);
    logOutcome({
      event: isReplay ? 'upload_replayed' : 'upload_issued',
      fileId: issued.file.id,
      collection: issued.file.collection,
      size: issued.file.size,
    });
    return json(isReplay ? 200 : 201, issued);
  },
  config.auth.groupsClaim,
  { body: true },
);

// Wires the table's stream to S3 and DynamoDB.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { transferSharingWith } from '../aws/dynamodb/transfer-sharing.ts';
import { deletionsInStream } from '../aws/events/dynamo-stream.ts';
import { abortMultipartWith } from '../aws/s3/abort-multipart.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { listVersionsWith } from '../aws/s3/list-versions.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { purgeFile } from './purge-file.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const s3 = connectS3();

const purge = purgeFile({
  listVersions: listVersionsWith(s3, MEDIA_BUCKET),
  deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
  abortMultipart: abortMultipartWith(s3, MEDIA_BUCKET),
  transferSharing: transferSharingWith(connectDynamo(), TABLE_NAME),
});

export const handler = deletionsInStream(async (file, multipart) => {
  await purge(file, multipart);
  logOutcome({ event: 'file_purged', fileId: file.id, status: file.status });
});

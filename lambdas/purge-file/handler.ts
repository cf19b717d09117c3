// Wires the table's stream to S3 and DynamoDB.
import { abortMultipartIn } from '../aws/abort-multipart.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { deleteVersionFrom } from '../aws/delete-version.ts';
import { deletionsInStream } from '../aws/dynamo-stream.ts';
import { listVersionsIn } from '../aws/list-versions.ts';
import { passOnIn } from '../aws/pass-on.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { purgeFile } from './purge-file.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const s3 = connectS3();

const purge = purgeFile({
  listVersions: listVersionsIn(s3, MEDIA_BUCKET),
  deleteVersion: deleteVersionFrom(s3, MEDIA_BUCKET),
  abortMultipart: abortMultipartIn(s3, MEDIA_BUCKET),
  passOn: passOnIn(connectDynamo(), TABLE_NAME),
});

export const handler = deletionsInStream(async (file, multipart) => {
  await purge(file, multipart);
  logOutcome({ event: 'file_purged', fileId: file.id, status: file.status });
});

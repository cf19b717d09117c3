// Wires the queue of S3's notifications to S3 and DynamoDB.
import config from '../../airlock.config.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { settleFileIn } from '../aws/dynamodb/settle-file.ts';
import { sqsS3Events } from '../aws/events/sqs-s3-events.ts';
import { deleteVersionFrom } from '../aws/s3/delete-version.ts';
import { readChecksumFrom } from '../aws/s3/read-checksum.ts';
import { readRangeFrom } from '../aws/s3/read-range.ts';
import { readEnvironment } from '../env.ts';
import { loggingReception } from '../log-reception.ts';
import { receiveUpload } from './receive-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const s3 = connectS3();

const receive = loggingReception(
  receiveUpload({
    config,
    readRange: readRangeFrom(s3, MEDIA_BUCKET),
    readChecksum: readChecksumFrom(s3, MEDIA_BUCKET),
    settleFile: settleFileIn(connectDynamo(), TABLE_NAME),
    deleteVersion: deleteVersionFrom(s3, MEDIA_BUCKET),
    now: () => new Date(),
  }),
);

export const handler = sqsS3Events(async (version) => {
  await receive(version);
});

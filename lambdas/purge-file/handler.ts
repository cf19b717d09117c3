// Wires the table's stream to S3 and DynamoDB.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { forgetVersionWith } from '../aws/dynamodb/forget-version.ts';
import { removeBesideWith } from '../aws/dynamodb/remove-beside.ts';
import { purgesInStream } from '../aws/events/dynamo-stream.ts';
import { abortMultipartWith } from '../aws/s3/abort-multipart.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { listVariantsWith, listVersionsWith } from '../aws/s3/list-versions.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { purgeFile, purgeVersion } from './purge-file.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();
const s3 = connectS3();

const versions = {
  listVersions: listVersionsWith(s3, MEDIA_BUCKET),
  listVariants: listVariantsWith(s3, MEDIA_BUCKET),
  deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
};
const purgeOne = purgeVersion({
  ...versions,
  config,
  forgetVersion: forgetVersionWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});
const purge = purgeFile({
  ...versions,
  abortMultipart: abortMultipartWith(s3, MEDIA_BUCKET),
  removeBeside: removeBesideWith(dynamo, TABLE_NAME),
  purgeVersion: purgeOne,
});

export const handler = purgesInStream({
  file: async (file, multipart) => {
    await purge(file, multipart);
    logOutcome({ event: 'file_purged', fileId: file.id, status: file.status });
  },
  version: async (version) => {
    await purgeOne(version);
    logOutcome({ event: 'version_purged', ...version });
  },
});

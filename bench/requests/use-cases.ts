// The use cases wired to clients that a bench can look into, each as its handler wires it.
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { abandonFileIn } from '../../lambdas/aws/abandon-file.ts';
import { abortMultipartIn } from '../../lambdas/aws/abort-multipart.ts';
import { addFileTo } from '../../lambdas/aws/add-file.ts';
import { completeMultipartIn } from '../../lambdas/aws/complete-multipart.ts';
import { createMultipartIn } from '../../lambdas/aws/create-multipart.ts';
import { deleteVersionFrom } from '../../lambdas/aws/delete-version.ts';
import { findFileIn } from '../../lambdas/aws/find-file.ts';
import { listFilesIn } from '../../lambdas/aws/list-files.ts';
import { listPartsIn } from '../../lambdas/aws/list-parts.ts';
import { objectExistsIn } from '../../lambdas/aws/object-exists.ts';
import { presignGetFrom } from '../../lambdas/aws/presign-get.ts';
import { presignPartIn } from '../../lambdas/aws/presign-part.ts';
import { presignPostTo } from '../../lambdas/aws/presign-post.ts';
import { readHeadFrom } from '../../lambdas/aws/read-head.ts';
import { settleFileIn } from '../../lambdas/aws/settle-file.ts';
import { completeUpload } from '../../lambdas/complete-upload/complete-upload.ts';
import { deleteFile } from '../../lambdas/delete-file/delete-file.ts';
import type { Config } from '../../lambdas/domain/config.ts';
import { getFile } from '../../lambdas/get-file/get-file.ts';
import { issueDownload } from '../../lambdas/issue-download/issue-download.ts';
import { issueUpload } from '../../lambdas/issue-upload/issue-upload.ts';
import { listOwnFiles } from '../../lambdas/list-files/list-files.ts';
import { listStoredParts } from '../../lambdas/list-parts/list-parts.ts';
import { receiveUpload } from '../../lambdas/receive-upload/receive-upload.ts';
import { signParts } from '../../lambdas/sign-parts/sign-parts.ts';

/** What the use cases work on. */
export interface World {
  readonly config: Config;
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  readonly s3: S3Client;
  readonly bucket: string;
}

/** Wires every use case. */
export function wireUseCases({ config, dynamo, table, s3, bucket }: World) {
  const now = () => new Date();
  const findFile = findFileIn(dynamo, table);
  const listParts = listPartsIn(s3, bucket);
  const abortMultipart = abortMultipartIn(s3, bucket);
  const get = getFile({ config, findFile });
  return {
    issue: issueUpload({
      config,
      addFile: addFileTo(dynamo, table, now),
      findFile,
      presignPost: presignPostTo(s3, bucket),
      createMultipart: createMultipartIn(s3, bucket),
      abortMultipart,
      newId: randomUUID,
      now,
    }),
    signParts: signParts({ config, findFile, presignPart: presignPartIn(s3, bucket), now }),
    listParts: listStoredParts({ config, findFile, listParts, now }),
    complete: completeUpload({
      config,
      findFile,
      listParts,
      completeMultipart: completeMultipartIn(s3, bucket),
      objectExists: objectExistsIn(s3, bucket),
      now,
    }),
    receive: receiveUpload({
      config,
      readHead: readHeadFrom(s3, bucket),
      settleFile: settleFileIn(dynamo, table),
      deleteVersion: deleteVersionFrom(s3, bucket),
      now,
    }),
    get,
    list: listOwnFiles({ listFiles: listFilesIn(dynamo, table), cursorKey: 'bench' }),
    download: issueDownload({
      config,
      getFile: get,
      presignGet: presignGetFrom(s3, bucket),
      now,
    }),
    remove: deleteFile({
      config,
      findFile,
      abandonFile: abandonFileIn(dynamo, table),
      abortMultipart,
      now,
    }),
  };
}

/** Every use case, wired. */
export type UseCases = ReturnType<typeof wireUseCases>;

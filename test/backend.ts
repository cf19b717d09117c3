// Airlock without its HTTP API: every use case wired to the real adapters as the handlers wire them, on real engines.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { shareFile } from '../lambdas/add-grant/add-grant.ts';
import { abortMultipartIn } from '../lambdas/aws/abort-multipart.ts';
import { addFileTo } from '../lambdas/aws/add-file.ts';
import { completeMultipartIn } from '../lambdas/aws/complete-multipart.ts';
import { createMultipartIn } from '../lambdas/aws/create-multipart.ts';
import { deleteVersionFrom } from '../lambdas/aws/delete-version.ts';
import { deletionsInStream } from '../lambdas/aws/dynamo-stream.ts';
import { editFileIn } from '../lambdas/aws/edit-file.ts';
import { findAccessIn } from '../lambdas/aws/find-access.ts';
import { findFileIn } from '../lambdas/aws/find-file.ts';
import { findScanTagIn } from '../lambdas/aws/find-scan-tag.ts';
import { findUsageIn } from '../lambdas/aws/find-usage.ts';
import { addGrantTo, listGrantsIn, removeGrantFrom } from '../lambdas/aws/grants.ts';
import { addLinkTo, listLinksIn, removeLinkFrom, useLinkIn } from '../lambdas/aws/links.ts';
import { listFilesIn } from '../lambdas/aws/list-files.ts';
import { listLapsedIn } from '../lambdas/aws/list-lapsed.ts';
import { listPartsIn } from '../lambdas/aws/list-parts.ts';
import { listSharedIn } from '../lambdas/aws/list-shared.ts';
import { listVersionsIn } from '../lambdas/aws/list-versions.ts';
import { objectExistsIn } from '../lambdas/aws/object-exists.ts';
import { passOnIn } from '../lambdas/aws/pass-on.ts';
import { presignGetFrom } from '../lambdas/aws/presign-get.ts';
import { presignPartIn } from '../lambdas/aws/presign-part.ts';
import { presignPostTo } from '../lambdas/aws/presign-post.ts';
import { readChecksumFrom } from '../lambdas/aws/read-checksum.ts';
import { readRangeFrom } from '../lambdas/aws/read-range.ts';
import { removeFileIn } from '../lambdas/aws/remove-file.ts';
import { askAgainIn, endScanIn } from '../lambdas/aws/scan-file.ts';
import { settleFileIn } from '../lambdas/aws/settle-file.ts';
import { completeUpload } from '../lambdas/complete-upload/complete-upload.ts';
import { deleteFile } from '../lambdas/delete-file/delete-file.ts';
import type { Config } from '../lambdas/domain/config.ts';
import type { Now } from '../lambdas/domain/ports.ts';
import { editRecord } from '../lambdas/edit-file/edit-file.ts';
import { followLink } from '../lambdas/follow-link/follow-link.ts';
import { getFile } from '../lambdas/get-file/get-file.ts';
import { getUsage } from '../lambdas/get-usage/get-usage.ts';
import { issueDownload } from '../lambdas/issue-download/issue-download.ts';
import { issueLink } from '../lambdas/issue-link/issue-link.ts';
import { issueUpload } from '../lambdas/issue-upload/issue-upload.ts';
import { listForCaller } from '../lambdas/list-files/list-files.ts';
import { listFileGrants } from '../lambdas/list-grants/list-grants.ts';
import { listFileLinks } from '../lambdas/list-links/list-links.ts';
import { purgeFile } from '../lambdas/purge-file/purge-file.ts';
import { reapUploads } from '../lambdas/reap-uploads/reap-uploads.ts';
import { receiveScanResult } from '../lambdas/receive-scan-result/receive-scan-result.ts';
import { receiveUpload } from '../lambdas/receive-upload/receive-upload.ts';
import { unshareFile } from '../lambdas/remove-grant/remove-grant.ts';
import { revokeLink } from '../lambdas/revoke-link/revoke-link.ts';
import { signParts } from '../lambdas/sign-parts/sign-parts.ts';
import { type ObjectCreated, startS3 } from '../local/s3/server.ts';
import { openStreamReader, type StreamRecord } from '../local/stream/reader.ts';
import { startTestDynamo } from './aws/dynamo.ts';

const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret' };
const region = 'us-east-1';
const cursorKey = 'a key of this test';
const newToken = () => randomBytes(16).toString('base64url');

/** Both engines, the adapters that tests look through, and every use case. */
export type Backend = Awaited<ReturnType<typeof startBackend>>;

/** Starts both engines; S3 announces objects to `onObjectCreated`, the table's stream is read with `readStream`. */
export async function startBackend({
  config,
  now,
  onObjectCreated,
}: {
  config: Config;
  now: Now;
  onObjectCreated?: (event: ObjectCreated) => void;
}) {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-backend-'));
  const { accessKeyId, ...credential } = credentials;
  const server = await startS3({
    directory: join(directory, 's3'),
    port: 0,
    region,
    credentialOf: (id) => (id === accessKeyId ? credential : undefined),
    ...(onObjectCreated && { onObjectCreated }),
  });
  const bucket = 'media';
  await server.putBucket(bucket, { versioned: true, corsRules: [] });
  const s3 = new S3Client({
    endpoint: server.url,
    region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const engine = await startTestDynamo();
  const { client: dynamo, tableName: table } = engine;
  const stream = await openStream(engine, join(directory, 'stream-position'));

  const findAccess = findAccessIn(dynamo, table);
  const findFile = findFileIn(dynamo, table);
  const removeFile = removeFileIn(dynamo, table);
  const presignGet = presignGetFrom(s3, bucket);
  const listVersions = listVersionsIn(s3, bucket);
  const deleteVersion = deleteVersionFrom(s3, bucket);
  const abortMultipart = abortMultipartIn(s3, bucket);
  const readable = getFile({ config, findAccess });
  const receive = receiveUpload({
    config,
    readRange: readRangeFrom(s3, bucket),
    readChecksum: readChecksumFrom(s3, bucket),
    settleFile: settleFileIn(dynamo, table),
    deleteVersion,
    now,
  });
  const scans = {
    findScanResult: findScanTagIn(s3, bucket),
    receiveScanResult: receiveScanResult({
      config,
      endScan: endScanIn(dynamo, table),
      deleteVersion,
      now,
    }),
    askAgain: askAgainIn(dynamo, table),
  };
  const purge = purgeFile({
    listVersions,
    deleteVersion,
    abortMultipart,
    passOn: passOnIn(dynamo, table),
  });

  return {
    s3,
    bucket,
    dynamo,
    table,
    findFile,
    listVersions,
    deleteVersion,
    removeFile,
    /** Reads what changed in the table since the last time. */
    readStream: stream,
    /** Delivers records of the stream as Lambda does. */
    deliverDeletions: deletionsInStream(purge),
    receive,
    ...scans,
    issue: issueUpload({
      config,
      addFile: addFileTo(dynamo, table, now),
      findFile,
      presignPost: presignPostTo(s3, bucket),
      createMultipart: createMultipartIn(s3, bucket),
      abortMultipart,
      newId: randomUUID,
      newToken,
      mediaOrigin: 'https://media.example.com',
      now,
    }),
    signParts: signParts({ config, findAccess, presignPart: presignPartIn(s3, bucket), now }),
    complete: completeUpload({
      config,
      findAccess,
      listParts: listPartsIn(s3, bucket),
      completeMultipart: completeMultipartIn(s3, bucket),
      objectExists: objectExistsIn(s3, bucket),
      now,
    }),
    get: readable,
    list: listForCaller({
      listFiles: listFilesIn(dynamo, table),
      listShared: listSharedIn(dynamo, table),
      cursorKey,
    }),
    download: issueDownload({ config, getFile: readable, presignGet, now }),
    edit: editRecord({ config, findAccess, editFile: editFileIn(dynamo, table), newToken }),
    remove: deleteFile({ config, findAccess, removeFile, now }),
    share: shareFile({ config, findAccess, addGrant: addGrantTo(dynamo, table), now }),
    unshare: unshareFile({ config, findAccess, removeGrant: removeGrantFrom(dynamo, table) }),
    listGrants: listFileGrants({
      config,
      findAccess,
      listGrants: listGrantsIn(dynamo, table),
      cursorKey,
    }),
    link: issueLink({
      config,
      findAccess,
      addLink: addLinkTo(dynamo, table),
      newToken,
      now,
    }),
    follow: followLink({ config, useLink: useLinkIn(dynamo, table), findFile, presignGet, now }),
    revoke: revokeLink({ config, findAccess, removeLink: removeLinkFrom(dynamo, table) }),
    listLinks: listFileLinks({
      config,
      findAccess,
      listLinks: listLinksIn(dynamo, table),
      cursorKey,
      now,
    }),
    usage: getUsage({ config, findUsage: findUsageIn(dynamo, table) }),
    reap: reapUploads({
      config,
      listLapsed: listLapsedIn(dynamo, table),
      listVersions,
      receive,
      removeFile,
      ...scans,
      onFailure: (_file, error) => {
        throw error;
      },
      now,
    }),
    async [Symbol.asyncDispose]() {
      s3.destroy();
      await engine[Symbol.asyncDispose]();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Switches the table's stream on, as the stack does, and gives a function that reads what is new. */
async function openStream(
  { client, tableName }: Awaited<ReturnType<typeof startTestDynamo>>,
  file: string,
): Promise<() => Promise<readonly StreamRecord[]>> {
  const StreamSpecification = {
    StreamEnabled: true,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  } as const;
  await client.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
  const address = await client.config.endpoint?.();
  if (!address) throw new Error('The DynamoDB client has no endpoint.');
  const { protocol, hostname, port } = address;
  const reader = await openStreamReader({
    endpoint: `${protocol}//${hostname}:${port}`,
    tableName,
    startingPosition: 'TRIM_HORIZON',
    file,
  });
  return async () => {
    const all: StreamRecord[] = [];
    for (;;) {
      const { records } = await reader.read(1000);
      await reader.commit();
      if (records.length === 0) return all;
      all.push(...records);
    }
  };
}

/** Posts bytes with an issued form, as a browser does; gives S3's status. */
export async function postTo(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]), 'ignored-name');
  const response = await fetch(url, { method: 'POST', body: form });
  await response.arrayBuffer();
  return response.status;
}

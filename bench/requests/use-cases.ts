// The use cases wired to clients that a bench can look into, each as its handler wires it.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { shareFile } from '../../lambdas/add-grant/add-grant.ts';
import { addFileTo } from '../../lambdas/aws/dynamodb/add-file.ts';
import { editFileIn } from '../../lambdas/aws/dynamodb/edit-file.ts';
import { findAccessIn } from '../../lambdas/aws/dynamodb/find-access.ts';
import { findFileIn } from '../../lambdas/aws/dynamodb/find-file.ts';
import { findUsageIn } from '../../lambdas/aws/dynamodb/find-usage.ts';
import { addGrantTo, listGrantsIn, removeGrantFrom } from '../../lambdas/aws/dynamodb/grants.ts';
import {
  addLinkTo,
  listLinksIn,
  removeLinkFrom,
  useLinkIn,
} from '../../lambdas/aws/dynamodb/links.ts';
import { listFilesIn } from '../../lambdas/aws/dynamodb/list-files.ts';
import { listLapsedIn } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { listSharedIn } from '../../lambdas/aws/dynamodb/list-shared.ts';
import { markPublishedIn, markWithdrawnIn } from '../../lambdas/aws/dynamodb/mark-publication.ts';
import { removeFileIn } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileIn } from '../../lambdas/aws/dynamodb/settle-file.ts';
import { transferSharingIn } from '../../lambdas/aws/dynamodb/transfer-sharing.ts';
import { abortMultipartIn } from '../../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartIn } from '../../lambdas/aws/s3/complete-multipart.ts';
import { copyToPublic } from '../../lambdas/aws/s3/copy-to-public.ts';
import { createMultipartIn } from '../../lambdas/aws/s3/create-multipart.ts';
import { deleteVersionFrom } from '../../lambdas/aws/s3/delete-version.ts';
import { listPartsIn } from '../../lambdas/aws/s3/list-parts.ts';
import { listVersionsIn } from '../../lambdas/aws/s3/list-versions.ts';
import { objectExistsIn } from '../../lambdas/aws/s3/object-exists.ts';
import { presignGetFrom } from '../../lambdas/aws/s3/presign-get.ts';
import { presignPartIn } from '../../lambdas/aws/s3/presign-part.ts';
import { presignPostTo } from '../../lambdas/aws/s3/presign-post.ts';
import { deletePublicCopyFrom } from '../../lambdas/aws/s3/public-copies.ts';
import { readChecksumFrom } from '../../lambdas/aws/s3/read-checksum.ts';
import { readRangeFrom } from '../../lambdas/aws/s3/read-range.ts';
import { completeUpload } from '../../lambdas/complete-upload/complete-upload.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { deleteFile } from '../../lambdas/delete-file/delete-file.ts';
import { inspectUpload } from '../../lambdas/domain/inspect.ts';
import type { Now } from '../../lambdas/domain/ports.ts';
import { editRecord } from '../../lambdas/edit-file/edit-file.ts';
import { followLink } from '../../lambdas/follow-link/follow-link.ts';
import { getFile } from '../../lambdas/get-file/get-file.ts';
import { getUsage } from '../../lambdas/get-usage/get-usage.ts';
import { issueDownload } from '../../lambdas/issue-download/issue-download.ts';
import { issueLink } from '../../lambdas/issue-link/issue-link.ts';
import { issueUpload } from '../../lambdas/issue-upload/issue-upload.ts';
import { listForCaller } from '../../lambdas/list-files/list-files.ts';
import { listFileGrants } from '../../lambdas/list-grants/list-grants.ts';
import { listFileLinks } from '../../lambdas/list-links/list-links.ts';
import { listStoredParts } from '../../lambdas/list-parts/list-parts.ts';
import { publishFile } from '../../lambdas/publish-file/publish-file.ts';
import { purgeFile } from '../../lambdas/purge-file/purge-file.ts';
import { reapUploads } from '../../lambdas/reap-uploads/reap-uploads.ts';
import { receiveUpload } from '../../lambdas/receive-upload/receive-upload.ts';
import { unshareFile } from '../../lambdas/remove-grant/remove-grant.ts';
import { revokeLink } from '../../lambdas/revoke-link/revoke-link.ts';
import { signParts } from '../../lambdas/sign-parts/sign-parts.ts';

/** What the use cases work on. */
export interface World {
  readonly config: Config;
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly publicBucket: string;
  readonly now: Now;
}

/** 128 random bits, as the handlers make them. */
const newToken = () => randomBytes(16).toString('base64url');

/** Wires every use case. */
export function wireUseCases({ config, dynamo, table, s3, bucket, publicBucket, now }: World) {
  const findAccess = findAccessIn(dynamo, table);
  const findFile = findFileIn(dynamo, table);
  const removeFile = removeFileIn(dynamo, table);
  const listParts = listPartsIn(s3, bucket);
  const listVersions = listVersionsIn(s3, bucket);
  const deleteVersion = deleteVersionFrom(s3, bucket);
  const abortMultipart = abortMultipartIn(s3, bucket);
  const presignGet = presignGetFrom(s3, bucket);
  const cursorKey = 'bench';
  const get = getFile({ config, findAccess });
  const receive = receiveUpload({
    config,
    findFile,
    inspectUpload,
    readRange: readRangeFrom(s3, bucket),
    readChecksum: readChecksumFrom(s3, bucket),
    settleFile: settleFileIn(dynamo, table),
    deleteVersion,
    now,
  });
  return {
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
    listParts: listStoredParts({ config, findAccess, listParts, now }),
    complete: completeUpload({
      config,
      findAccess,
      listParts,
      completeMultipart: completeMultipartIn(s3, bucket),
      objectExists: objectExistsIn(s3, bucket),
      now,
    }),
    receive,
    get,
    list: listForCaller({
      listFiles: listFilesIn(dynamo, table),
      listShared: listSharedIn(dynamo, table),
      cursorKey,
    }),
    usage: getUsage({ config, findUsage: findUsageIn(dynamo, table) }),
    download: issueDownload({ config, getFile: get, presignGet, now }),
    edit: editRecord({ config, findAccess, editFile: editFileIn(dynamo, table), newToken }),
    publish: publishFile({
      config,
      findFile,
      copyToPublic: copyToPublic(s3, bucket, publicBucket),
      deletePublicCopy: deletePublicCopyFrom(s3, publicBucket),
      // One request to CloudFront, which is not metered here.
      invalidatePath: async () => {},
      markPublished: markPublishedIn(dynamo, table),
      markWithdrawn: markWithdrawnIn(dynamo, table),
      now,
    }),
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
    revoke: revokeLink({ config, findAccess, removeLink: removeLinkFrom(dynamo, table) }),
    listLinks: listFileLinks({
      config,
      findAccess,
      listLinks: listLinksIn(dynamo, table),
      cursorKey,
      now,
    }),
    follow: followLink({ config, useLink: useLinkIn(dynamo, table), findFile, presignGet, now }),
    remove: deleteFile({ config, findAccess, removeFile, now }),
    purge: purgeFile({
      listVersions,
      deleteVersion,
      abortMultipart,
      transferSharing: transferSharingIn(dynamo, table),
    }),
    reap: reapUploads({
      config,
      listLapsed: listLapsedIn(dynamo, table),
      listVersions,
      receive,
      removeFile,
      // No collection of this benchmark demands a scan.
      findScanResult: async () => undefined,
      receiveScanResult: async () => undefined,
      askAgain: async () => undefined,
      onFailure: (_file, error) => {
        throw error;
      },
      now,
    }),
    /** Reads a record past every permission, to look behind the use cases. */
    findFile,
  };
}

/** Every use case, wired. */
export type UseCases = ReturnType<typeof wireUseCases>;

// The use cases wired to clients that a bench can look into, each as its handler wires it.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { shareFile } from '../../lambdas/add-grant/add-grant.ts';
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { editFileWith } from '../../lambdas/aws/dynamodb/edit-file.ts';
import { findAccessWith } from '../../lambdas/aws/dynamodb/find-access.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { findUsageWith } from '../../lambdas/aws/dynamodb/find-usage.ts';
import {
  addGrantWith,
  listGrantsWith,
  removeGrantWith,
} from '../../lambdas/aws/dynamodb/grants.ts';
import {
  addLinkWith,
  listLinksWith,
  removeLinkWith,
  useLinkWith,
} from '../../lambdas/aws/dynamodb/links.ts';
import { listFilesWith } from '../../lambdas/aws/dynamodb/list-files.ts';
import { listLapsedWith } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { listSharedWith } from '../../lambdas/aws/dynamodb/list-shared.ts';
import {
  markPublishedWith,
  markWithdrawnWith,
} from '../../lambdas/aws/dynamodb/mark-publication.ts';
import { removeFileWith } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import { transferSharingWith } from '../../lambdas/aws/dynamodb/transfer-sharing.ts';
import { abortMultipartWith } from '../../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartWith } from '../../lambdas/aws/s3/complete-multipart.ts';
import { copyToPublicWith } from '../../lambdas/aws/s3/copy-to-public.ts';
import { createMultipartWith } from '../../lambdas/aws/s3/create-multipart.ts';
import { deleteVersionWith } from '../../lambdas/aws/s3/delete-version.ts';
import { listPartsWith } from '../../lambdas/aws/s3/list-parts.ts';
import { listVersionsWith } from '../../lambdas/aws/s3/list-versions.ts';
import { objectExistsWith } from '../../lambdas/aws/s3/object-exists.ts';
import { presignGetWith } from '../../lambdas/aws/s3/presign-get.ts';
import { presignPartWith } from '../../lambdas/aws/s3/presign-part.ts';
import { presignPostWith } from '../../lambdas/aws/s3/presign-post.ts';
import { deletePublicCopyWith } from '../../lambdas/aws/s3/public-copies.ts';
import { readChecksumWith } from '../../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../../lambdas/aws/s3/read-range.ts';
import { completeUpload } from '../../lambdas/complete-upload/complete-upload.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { deleteFile } from '../../lambdas/delete-file/delete-file.ts';
import { inspectUpload } from '../../lambdas/domain/inspect.ts';
import type { Now } from '../../lambdas/domain/ports.ts';
import { editRecord } from '../../lambdas/edit-file/edit-file.ts';
import { followLink } from '../../lambdas/follow-link/follow-link.ts';
import { getFile } from '../../lambdas/get-file/get-file.ts';
import { getUsage } from '../../lambdas/get-usage/get-usage.ts';
import { viewFileWith } from '../../lambdas/http/file-view.ts';
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
  const findAccess = findAccessWith(dynamo, table);
  const findFile = findFileWith(dynamo, table);
  const removeFile = removeFileWith(dynamo, table);
  const listParts = listPartsWith(s3, bucket);
  const listVersions = listVersionsWith(s3, bucket);
  const deleteVersion = deleteVersionWith(s3, bucket);
  const abortMultipart = abortMultipartWith(s3, bucket);
  const presignGet = presignGetWith(s3, bucket);
  const cursorKey = 'bench';
  const get = getFile({ config, findAccess });
  const receive = receiveUpload({
    config,
    findFile,
    inspectUpload,
    readRange: readRangeWith(s3, bucket),
    readChecksum: readChecksumWith(s3, bucket),
    settleFile: settleFileWith(dynamo, table),
    deleteVersion,
    now,
  });
  return {
    issue: issueUpload({
      config,
      addFile: addFileWith(dynamo, table, now),
      findFile,
      presignPost: presignPostWith(s3, bucket),
      createMultipart: createMultipartWith(s3, bucket),
      abortMultipart,
      newId: randomUUID,
      newToken,
      viewFile: viewFileWith(config, 'https://media.example.com'),
      now,
    }),
    signParts: signParts({ config, findAccess, presignPart: presignPartWith(s3, bucket), now }),
    listParts: listStoredParts({ config, findAccess, listParts, now }),
    complete: completeUpload({
      config,
      findAccess,
      listParts,
      completeMultipart: completeMultipartWith(s3, bucket),
      objectExists: objectExistsWith(s3, bucket),
      now,
    }),
    receive,
    get,
    list: listForCaller({
      listFiles: listFilesWith(dynamo, table),
      listShared: listSharedWith(dynamo, table),
      cursorKey,
    }),
    usage: getUsage({ config, findUsage: findUsageWith(dynamo, table) }),
    download: issueDownload({ config, getFile: get, presignGet, now }),
    edit: editRecord({ config, findAccess, editFile: editFileWith(dynamo, table), newToken }),
    publish: publishFile({
      config,
      findFile,
      copyToPublic: copyToPublicWith(s3, bucket, publicBucket),
      deletePublicCopy: deletePublicCopyWith(s3, publicBucket),
      // One request to CloudFront, which is not metered here.
      invalidatePath: async () => {},
      markPublished: markPublishedWith(dynamo, table),
      markWithdrawn: markWithdrawnWith(dynamo, table),
      now,
    }),
    share: shareFile({ config, findAccess, addGrant: addGrantWith(dynamo, table), now }),
    unshare: unshareFile({ config, findAccess, removeGrant: removeGrantWith(dynamo, table) }),
    listGrants: listFileGrants({
      config,
      findAccess,
      listGrants: listGrantsWith(dynamo, table),
      cursorKey,
    }),
    link: issueLink({
      config,
      findAccess,
      addLink: addLinkWith(dynamo, table),
      newToken,
      now,
    }),
    revoke: revokeLink({ config, findAccess, removeLink: removeLinkWith(dynamo, table) }),
    listLinks: listFileLinks({
      config,
      findAccess,
      listLinks: listLinksWith(dynamo, table),
      cursorKey,
      now,
    }),
    follow: followLink({ config, useLink: useLinkWith(dynamo, table), findFile, presignGet, now }),
    remove: deleteFile({ config, findAccess, removeFile, now }),
    purge: purgeFile({
      listVersions,
      deleteVersion,
      abortMultipart,
      transferSharing: transferSharingWith(dynamo, table),
    }),
    reap: reapUploads({
      config,
      listLapsed: listLapsedWith(dynamo, table),
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

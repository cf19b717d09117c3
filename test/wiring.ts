// Every adapter and every use case, wired as the handlers wire them, on whatever engines a test has.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { shareFile } from '../lambdas/add-grant/add-grant.ts';
import { addFileTo } from '../lambdas/aws/dynamodb/add-file.ts';
import { editFileIn } from '../lambdas/aws/dynamodb/edit-file.ts';
import { findAccessIn } from '../lambdas/aws/dynamodb/find-access.ts';
import { findFileIn } from '../lambdas/aws/dynamodb/find-file.ts';
import { findUsageIn } from '../lambdas/aws/dynamodb/find-usage.ts';
import { addGrantTo, listGrantsIn, removeGrantFrom } from '../lambdas/aws/dynamodb/grants.ts';
import {
  addLinkTo,
  listLinksIn,
  removeLinkFrom,
  useLinkIn,
} from '../lambdas/aws/dynamodb/links.ts';
import { listFilesIn } from '../lambdas/aws/dynamodb/list-files.ts';
import { listLapsedIn } from '../lambdas/aws/dynamodb/list-lapsed.ts';
import { listSharedIn } from '../lambdas/aws/dynamodb/list-shared.ts';
import {
  askToPublishIn,
  markPublishedIn,
  markWithdrawnIn,
} from '../lambdas/aws/dynamodb/mark-publication.ts';
import { removeFileIn } from '../lambdas/aws/dynamodb/remove-file.ts';
import { askAgainIn, endScanIn } from '../lambdas/aws/dynamodb/scan-file.ts';
import { settleFileIn } from '../lambdas/aws/dynamodb/settle-file.ts';
import { correctUsageIn, sumUsageIn } from '../lambdas/aws/dynamodb/sum-usage.ts';
import { transferSharingIn } from '../lambdas/aws/dynamodb/transfer-sharing.ts';
import { findFilesIn, walkFilesIn, walkUsagesIn } from '../lambdas/aws/dynamodb/walk-table.ts';
import { abortMultipartIn } from '../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartIn } from '../lambdas/aws/s3/complete-multipart.ts';
import { copyToPublic } from '../lambdas/aws/s3/copy-to-public.ts';
import { createMultipartIn } from '../lambdas/aws/s3/create-multipart.ts';
import { deleteVersionFrom } from '../lambdas/aws/s3/delete-version.ts';
import { findScanTagIn } from '../lambdas/aws/s3/find-scan-tag.ts';
import { listPartsIn } from '../lambdas/aws/s3/list-parts.ts';
import { listVersionsIn } from '../lambdas/aws/s3/list-versions.ts';
import { objectExistsIn } from '../lambdas/aws/s3/object-exists.ts';
import { presignGetFrom } from '../lambdas/aws/s3/presign-get.ts';
import { presignPartIn } from '../lambdas/aws/s3/presign-part.ts';
import { presignPostTo } from '../lambdas/aws/s3/presign-post.ts';
import { deletePublicCopyFrom, walkPublicCopiesIn } from '../lambdas/aws/s3/public-copies.ts';
import { readChecksumFrom } from '../lambdas/aws/s3/read-checksum.ts';
import { readRangeFrom } from '../lambdas/aws/s3/read-range.ts';
import { versionExistsIn, walkVersionsIn } from '../lambdas/aws/s3/walk-versions.ts';
import { completeUpload } from '../lambdas/complete-upload/complete-upload.ts';
import type { Config } from '../lambdas/config/config.ts';
import { deleteFile } from '../lambdas/delete-file/delete-file.ts';
import type { PendingFile } from '../lambdas/domain/file.ts';
import { inspectUpload } from '../lambdas/domain/inspect.ts';
import type { Now } from '../lambdas/domain/ports.ts';
import type { InvalidatePath } from '../lambdas/domain/publication-ports.ts';
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
import { publishFile } from '../lambdas/publish-file/publish-file.ts';
import { purgeFile } from '../lambdas/purge-file/purge-file.ts';
import { reapUploads } from '../lambdas/reap-uploads/reap-uploads.ts';
import { receiveScanResult } from '../lambdas/receive-scan-result/receive-scan-result.ts';
import { receiveUpload } from '../lambdas/receive-upload/receive-upload.ts';
import { type Finding, reconcile } from '../lambdas/reconcile/reconcile.ts';
import { unshareFile } from '../lambdas/remove-grant/remove-grant.ts';
import { revokeLink } from '../lambdas/revoke-link/revoke-link.ts';
import { signParts } from '../lambdas/sign-parts/sign-parts.ts';

const cursorKey = 'a key of this test';
const newToken = () => randomBytes(16).toString('base64url');

/** Where files are kept: clients, and what they are to use. */
export interface Place {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly publicBucket: string;
  readonly dynamo: DynamoDBClient;
  readonly table: string;
}

/** What the use cases reach the world with; a test that breaks a rule on purpose replaces one of them. */
export type Adapters = ReturnType<typeof adaptersTo>;

const forgetNothing: InvalidatePath = async () => {};

/** One adapter for every port. */
export const adaptersTo = ({ s3, bucket, publicBucket, dynamo, table }: Place, now: Now) => ({
  abortMultipart: abortMultipartIn(s3, bucket),
  addFile: addFileTo(dynamo, table, now),
  addGrant: addGrantTo(dynamo, table),
  addLink: addLinkTo(dynamo, table),
  askAgain: askAgainIn(dynamo, table),
  completeMultipart: completeMultipartIn(s3, bucket),
  copyToPublic: copyToPublic(s3, bucket, publicBucket),
  correctUsage: correctUsageIn(dynamo, table),
  createMultipart: createMultipartIn(s3, bucket),
  deletePublicCopy: deletePublicCopyFrom(s3, publicBucket),
  deleteVersion: deleteVersionFrom(s3, bucket),
  editFile: editFileIn(dynamo, table),
  endScan: endScanIn(dynamo, table),
  findAccess: findAccessIn(dynamo, table),
  findFile: findFileIn(dynamo, table),
  findFiles: findFilesIn(dynamo, table),
  findScanResult: findScanTagIn(s3, bucket),
  findUsage: findUsageIn(dynamo, table),
  /** There is no CDN here, so none has anything to forget. */
  invalidatePath: forgetNothing,
  listFiles: listFilesIn(dynamo, table),
  listGrants: listGrantsIn(dynamo, table),
  listLapsed: listLapsedIn(dynamo, table),
  listLinks: listLinksIn(dynamo, table),
  listParts: listPartsIn(s3, bucket),
  listShared: listSharedIn(dynamo, table),
  listVersions: listVersionsIn(s3, bucket),
  askToPublish: askToPublishIn(dynamo, table),
  markPublished: markPublishedIn(dynamo, table),
  markWithdrawn: markWithdrawnIn(dynamo, table),
  objectExists: objectExistsIn(s3, bucket),
  transferSharing: transferSharingIn(dynamo, table),
  presignGet: presignGetFrom(s3, bucket),
  presignPart: presignPartIn(s3, bucket),
  presignPost: presignPostTo(s3, bucket),
  publicCopyExists: objectExistsIn(s3, publicBucket),
  readChecksum: readChecksumFrom(s3, bucket),
  readRange: readRangeFrom(s3, bucket),
  removeFile: removeFileIn(dynamo, table),
  removeGrant: removeGrantFrom(dynamo, table),
  removeLink: removeLinkFrom(dynamo, table),
  settleFile: settleFileIn(dynamo, table),
  sumUsage: sumUsageIn(dynamo, table),
  useLink: useLinkIn(dynamo, table),
  versionExists: versionExistsIn(s3, bucket),
  walkFiles: walkFilesIn(dynamo, table),
  walkPublicCopies: walkPublicCopiesIn(s3, publicBucket),
  walkUsages: walkUsagesIn(dynamo, table),
  walkVersions: walkVersionsIn(s3, bucket),
});

/** Every use case. */
export type UseCases = ReturnType<typeof useCasesOf>;

/** Wires the use cases; `onReapFailure` receives an upload that could not be reaped. */
export function useCasesOf(
  adapters: Adapters,
  config: Config,
  now: Now,
  onReapFailure: (file: PendingFile, error: unknown) => void,
) {
  const ports = { ...adapters, inspectUpload, config, now };
  const get = getFile(ports);
  const receive = receiveUpload(ports);
  const endScan = receiveScanResult(ports);
  return {
    receive,
    receiveScanResult: endScan,
    issue: issueUpload({
      ...ports,
      newId: randomUUID,
      newToken,
      mediaOrigin: 'https://media.example.com',
    }),
    signParts: signParts(ports),
    complete: completeUpload(ports),
    get,
    list: listForCaller({ ...ports, cursorKey }),
    download: issueDownload({ ...ports, getFile: get }),
    edit: editRecord({ ...ports, newToken }),
    remove: deleteFile(ports),
    share: shareFile(ports),
    unshare: unshareFile(ports),
    listGrants: listFileGrants({ ...ports, cursorKey }),
    link: issueLink({ ...ports, newToken }),
    follow: followLink(ports),
    revoke: revokeLink(ports),
    listLinks: listFileLinks({ ...ports, cursorKey }),
    usage: getUsage(ports),
    purge: purgeFile(ports),
    publish: publishFile(ports),
    reap: reapUploads({
      ...ports,
      receive,
      receiveScanResult: endScan,
      onFailure: onReapFailure,
    }),
    /** Compares bucket, table and counters from the beginning to the end. */
    reconcile: (repair: boolean, report: (finding: Finding) => void) =>
      reconcile({
        ...ports,
        receive,
        catchUp: async () => {},
        report,
      })({ stage: 'versions' }, { repair, hasTime: () => true }),
  };
}

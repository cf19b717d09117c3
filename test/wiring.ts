// Every adapter and every use case, wired as the handlers wire them, on whatever engines a test has.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { shareFile } from '../lambdas/add-grant/add-grant.ts';
import { addFileWith } from '../lambdas/aws/dynamodb/add-file.ts';
import { addFilesWith } from '../lambdas/aws/dynamodb/add-files.ts';
import { editFileWith } from '../lambdas/aws/dynamodb/edit-file.ts';
import { findAccessWith } from '../lambdas/aws/dynamodb/find-access.ts';
import { findFileWith } from '../lambdas/aws/dynamodb/find-file.ts';
import { findFilesWith } from '../lambdas/aws/dynamodb/find-files.ts';
import { findGrantedWith } from '../lambdas/aws/dynamodb/find-granted.ts';
import { findUsageWith } from '../lambdas/aws/dynamodb/find-usage.ts';
import { forgetVersionWith } from '../lambdas/aws/dynamodb/forget-version.ts';
import { addGrantWith, listGrantsWith, removeGrantWith } from '../lambdas/aws/dynamodb/grants.ts';
import {
  addLinkWith,
  findLinkWith,
  listLinksWith,
  removeLinkWith,
  returnUseWith,
  useLinkWith,
} from '../lambdas/aws/dynamodb/links.ts';
import { listEntriesWith } from '../lambdas/aws/dynamodb/list-entries.ts';
import { listExpiredWith } from '../lambdas/aws/dynamodb/list-expired.ts';
import { listFilesWith } from '../lambdas/aws/dynamodb/list-files.ts';
import { listLapsedWith } from '../lambdas/aws/dynamodb/list-lapsed.ts';
import { listSharedWith } from '../lambdas/aws/dynamodb/list-shared.ts';
import {
  askToPublishWith,
  markPublishedWith,
  markWithdrawnWith,
} from '../lambdas/aws/dynamodb/mark-publication.ts';
import { removeGrantsToWith, removeUsageWith } from '../lambdas/aws/dynamodb/owners.ts';
import { placeFileWith } from '../lambdas/aws/dynamodb/place-file.ts';
import { askForVariantsWith, recordVariantsWith } from '../lambdas/aws/dynamodb/record-variants.ts';
import { removeBesideWith } from '../lambdas/aws/dynamodb/remove-beside.ts';
import { removeFileWith } from '../lambdas/aws/dynamodb/remove-file.ts';
import { askAgainWith, endScanWith } from '../lambdas/aws/dynamodb/scan-file.ts';
import { settleFileWith } from '../lambdas/aws/dynamodb/settle-file.ts';
import { correctUsageWith, sumUsageWith } from '../lambdas/aws/dynamodb/sum-usage.ts';
import {
  addUploadPermissionWith,
  findUploadPermissionWith,
} from '../lambdas/aws/dynamodb/upload-permissions.ts';
import { walkFilesWith, walkUsagesWith } from '../lambdas/aws/dynamodb/walk-table.ts';
import { abortMultipartWith } from '../lambdas/aws/s3/abort-multipart.ts';
import { completeMultipartWith } from '../lambdas/aws/s3/complete-multipart.ts';
import { copyToPublicWith, readCopyTagWith } from '../lambdas/aws/s3/copy-to-public.ts';
import { createMultipartWith } from '../lambdas/aws/s3/create-multipart.ts';
import { deleteVersionWith } from '../lambdas/aws/s3/delete-version.ts';
import { findScanTagWith } from '../lambdas/aws/s3/find-scan-tag.ts';
import { listPartsWith } from '../lambdas/aws/s3/list-parts.ts';
import { listVariantsWith, listVersionsWith } from '../lambdas/aws/s3/list-versions.ts';
import { objectExistsWith } from '../lambdas/aws/s3/object-exists.ts';
import { presignFormWith } from '../lambdas/aws/s3/presign-form.ts';
import { presignGetWith } from '../lambdas/aws/s3/presign-get.ts';
import { presignPartWith } from '../lambdas/aws/s3/presign-part.ts';
import { presignPostWith } from '../lambdas/aws/s3/presign-post.ts';
import {
  blankPublicCopyWith,
  deletePublicCopyWith,
  listPublicCopiesWith,
  walkPublicCopiesWith,
} from '../lambdas/aws/s3/public-copies.ts';
import { putVariantWith } from '../lambdas/aws/s3/put-variant.ts';
import { readChecksumWith } from '../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../lambdas/aws/s3/read-range.ts';
import {
  versionExistsWith,
  walkVariantsWith,
  walkVersionsWith,
} from '../lambdas/aws/s3/walk-versions.ts';
import { completeUpload } from '../lambdas/complete-upload/complete-upload.ts';
import type { Config } from '../lambdas/config/config.ts';
import { deleteFile } from '../lambdas/delete-file/delete-file.ts';
import { deleteOwner } from '../lambdas/delete-owner/delete-owner.ts';
import type { FileRecord } from '../lambdas/domain/file.ts';
import type { VariantsRequest, VariantsResult } from '../lambdas/domain/hand-offs.ts';
import { inspectUpload } from '../lambdas/domain/inspect.ts';
import type { Now } from '../lambdas/domain/ports.ts';
import type { InvalidatePath } from '../lambdas/domain/publication-ports.ts';
import type { SendHandOffs } from '../lambdas/domain/relay-ports.ts';
import { editRecord } from '../lambdas/edit-file/edit-file.ts';
import { followLink } from '../lambdas/follow-link/follow-link.ts';
import { getFile } from '../lambdas/get-file/get-file.ts';
import { getUsage } from '../lambdas/get-usage/get-usage.ts';
import { viewFileWith } from '../lambdas/http/file-view.ts';
import { encodeImage } from '../lambdas/imaging/encode-image.ts';
import { importFile } from '../lambdas/importing/import-file.ts';
import { judgeOrLeave } from '../lambdas/inspection/judge-now.ts';
import { issueDownload } from '../lambdas/issue-download/issue-download.ts';
import { issueLink } from '../lambdas/issue-link/issue-link.ts';
import { issueUpload } from '../lambdas/issue-upload/issue-upload.ts';
import { issueBatch } from '../lambdas/issuing/issue-batch.ts';
import { issueForm } from '../lambdas/issuing/issue-form.ts';
import { showLink } from '../lambdas/links/show-link.ts';
import { listForCaller } from '../lambdas/list-files/list-files.ts';
import { listFileGrants } from '../lambdas/list-grants/list-grants.ts';
import { listFileLinks } from '../lambdas/list-links/list-links.ts';
import { listStoredParts } from '../lambdas/list-parts/list-parts.ts';
import { makeVariants } from '../lambdas/make-variants/make-variants.ts';
import { permitUpload } from '../lambdas/permit-upload/permit-upload.ts';
import { publishFile } from '../lambdas/publish-file/publish-file.ts';
import { purgeFile, purgeVersion } from '../lambdas/purge-file/purge-file.ts';
import { findContent } from '../lambdas/reading/find-content.ts';
import { findReadable } from '../lambdas/reading/find-readable.ts';
import { followMerged } from '../lambdas/reading/follow-merged.ts';
import { listVersions } from '../lambdas/reading/list-versions.ts';
import { reapUploads } from '../lambdas/reap-uploads/reap-uploads.ts';
import { receiveScanResult } from '../lambdas/receive-scan-result/receive-scan-result.ts';
import { receiveUpload } from '../lambdas/receive-upload/receive-upload.ts';
import type { Finding } from '../lambdas/reconcile/findings.ts';
import { reconcile } from '../lambdas/reconcile/reconcile.ts';
import { recordVariants } from '../lambdas/record-variants/record-variants.ts';
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
  abortMultipart: abortMultipartWith(s3, bucket),
  addFile: addFileWith(dynamo, table, now),
  addFiles: addFilesWith(dynamo, table, now),
  addGrant: addGrantWith(dynamo, table),
  addLink: addLinkWith(dynamo, table),
  addUploadPermission: addUploadPermissionWith(dynamo, table),
  askAgain: askAgainWith(dynamo, table),
  completeMultipart: completeMultipartWith(s3, bucket),
  copyToPublic: copyToPublicWith(s3, bucket, publicBucket),
  correctUsage: correctUsageWith(dynamo, table),
  createMultipart: createMultipartWith(s3, bucket),
  blankPublicCopy: blankPublicCopyWith(s3, publicBucket),
  deletePublicCopy: deletePublicCopyWith(s3, publicBucket),
  deleteVersion: deleteVersionWith(s3, bucket),
  editFile: editFileWith(dynamo, table),
  endScan: endScanWith(dynamo, table),
  findAccess: findAccessWith(dynamo, table),
  findFile: findFileWith(dynamo, table),
  findFiles: findFilesWith(dynamo, table),
  findGranted: findGrantedWith(dynamo, table),
  findLink: findLinkWith(dynamo, table),
  findScanResult: findScanTagWith(s3, bucket),
  findUsage: findUsageWith(dynamo, table),
  forgetVersion: forgetVersionWith(dynamo, table),
  findUploadPermission: findUploadPermissionWith(dynamo, table),
  /** There is no CDN here, so none has anything to forget. */
  invalidatePath: forgetNothing,
  listEntries: listEntriesWith(dynamo, table),
  listFiles: listFilesWith(dynamo, table),
  listGrants: listGrantsWith(dynamo, table),
  listExpired: listExpiredWith(dynamo, table),
  listLapsed: listLapsedWith(dynamo, table),
  listLinks: listLinksWith(dynamo, table),
  listParts: listPartsWith(s3, bucket),
  listShared: listSharedWith(dynamo, table),
  listPublicCopies: listPublicCopiesWith(s3, publicBucket),
  listVariants: listVariantsWith(s3, bucket),
  listVersions: listVersionsWith(s3, bucket),
  askForVariants: askForVariantsWith(dynamo, table),
  askToPublish: askToPublishWith(dynamo, table),
  markPublished: markPublishedWith(dynamo, table),
  markWithdrawn: markWithdrawnWith(dynamo, table),
  objectExists: objectExistsWith(s3, bucket),
  placeFile: placeFileWith(dynamo, table),
  presignForm: presignFormWith(s3, bucket),
  presignGet: presignGetWith(s3, bucket),
  presignPart: presignPartWith(s3, bucket),
  presignPost: presignPostWith(s3, bucket),
  publicCopyExists: objectExistsWith(s3, publicBucket),
  readChecksum: readChecksumWith(s3, bucket),
  readCopyTag: readCopyTagWith(s3, publicBucket),
  removeBeside: removeBesideWith(dynamo, table),
  putVariant: putVariantWith(s3, bucket),
  readRange: readRangeWith(s3, bucket),
  recordVariants: recordVariantsWith(dynamo, table),
  removeFile: removeFileWith(dynamo, table),
  removeGrant: removeGrantWith(dynamo, table),
  removeGrantsTo: removeGrantsToWith(dynamo, table),
  removeUsage: removeUsageWith(dynamo, table),
  removeLink: removeLinkWith(dynamo, table),
  returnUse: returnUseWith(dynamo, table),
  settleFile: settleFileWith(dynamo, table),
  sumUsage: sumUsageWith(dynamo, table),
  useLink: useLinkWith(dynamo, table),
  versionExists: versionExistsWith(s3, bucket),
  walkFiles: walkFilesWith(dynamo, table),
  walkPublicCopies: walkPublicCopiesWith(s3, publicBucket),
  walkUsages: walkUsagesWith(dynamo, table),
  walkVariants: walkVariantsWith(s3, bucket),
  walkVersions: walkVersionsWith(s3, bucket),
});

/** Every use case. */
export type UseCases = ReturnType<typeof useCasesOf>;

/** Wires the use cases; `onReapFailure` receives an upload that could not be reaped. */
export function useCasesOf(
  adapters: Adapters,
  config: Config,
  now: Now,
  onReapFailure: (file: FileRecord, error: unknown) => void,
) {
  const ports = { ...adapters, inspectUpload, config, now };
  const issuing = {
    ...ports,
    newId: randomUUID,
    newToken,
    viewFile: viewFileWith(config, 'https://media.example.com'),
  };
  const findAccess = followMerged(adapters.findAccess);
  const get = getFile({ ...ports, findAccess });
  const receive = receiveUpload(ports);
  const endScan = receiveScanResult(ports);
  const purgeOneVersion = purgeVersion(ports);
  return {
    receive,
    receiveScanResult: endScan,
    issue: issueUpload(issuing),
    importFile: importFile({ ...ports, ...issuing }),
    issueBatch: issueBatch(issuing),
    issueForm: issueForm(issuing),
    signParts: signParts(ports),
    listParts: listStoredParts(ports),
    complete: completeUpload({ ...ports, findAccess, judgeNow: judgeOrLeave(receive) }),
    get,
    versions: listVersions(ports),
    list: listForCaller({ ...ports, cursorKey }),
    findReadable: findReadable(ports),
    download: issueDownload({ ...ports, findContent: findContent(ports) }),
    edit: editRecord({ ...ports, newToken }),
    remove: deleteFile(ports),
    deleteOwner: deleteOwner(ports),
    share: shareFile(ports),
    unshare: unshareFile(ports),
    listGrants: listFileGrants({ ...ports, cursorKey }),
    link: issueLink({ ...ports, newToken }),
    follow: followLink(ports),
    showLink: showLink(ports),
    revoke: revokeLink(ports),
    listLinks: listFileLinks({ ...ports, cursorKey }),
    usage: getUsage(ports),
    purge: purgeFile({ ...ports, purgeVersion: purgeOneVersion }),
    purgeVersion: purgeOneVersion,
    permit: permitUpload({ ...ports, newToken }),
    findUploadPermission: ports.findUploadPermission,
    publish: publishFile(ports),
    /** Makes variants and returns what would be queued for `recordVariants`. */
    async makeVariants(request: VariantsRequest): Promise<readonly VariantsResult[]> {
      const results: VariantsResult[] = [];
      const sendHandOffs: SendHandOffs = async (sent) => {
        for (const handOff of sent) {
          if (handOff.queue === 'variantResults') results.push(handOff.request);
        }
        return new Set();
      };
      await makeVariants({ ...ports, encodeImage, sendHandOffs })(request);
      return results;
    },
    recordVariants: recordVariants(ports),
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
        purgeVersion: purgeOneVersion,
        catchUp: async () => {},
        report,
      })({ stage: 'versions' }, { repair, hasTime: () => true }),
  };
}

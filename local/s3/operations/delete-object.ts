// DeleteObject: a delete marker in a versioned bucket, or one version for good.
import { deleteGuard } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import { type Operation, requireVersionId, versionIdHeader } from '../exchange.ts';

export const deleteObject: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  const versionId = request.query('versionId');
  requireVersionId(versionId);
  const ifMatch = request.header('if-match');
  requireUnversioned(ifMatch, versionId);
  const deleted = store.deleteObject(bucket, key, versionId, deleteGuard(ifMatch, key));
  return {
    status: 204,
    headers: {
      ...(deleted && versionIdHeader(store, deleted)),
      ...(!deleted && versionId !== undefined && { 'x-amz-version-id': versionId }),
      ...(deleted?.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
    },
  };
};

/** A condition is on the current version; one on a named version is not implemented. */
export function requireUnversioned(
  ifMatch: string | undefined,
  versionId: string | undefined,
): void {
  if (ifMatch !== undefined && versionId !== undefined) {
    throw new S3Error('NotImplemented', { elements: { Header: 'If-Match' } });
  }
}

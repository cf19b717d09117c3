// DeleteObject: a delete marker in a versioned bucket, or one version for good.
import { type Operation, requireVersionId, versionIdHeader } from '../exchange.ts';

export const deleteObject: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  const versionId = request.query('versionId');
  requireVersionId(versionId);
  const deleted = store.deleteObject(bucket, key, versionId);
  return {
    status: 204,
    headers: {
      ...(deleted && versionIdHeader(store, deleted)),
      ...(!deleted && versionId !== undefined && { 'x-amz-version-id': versionId }),
      ...(deleted?.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
    },
  };
};

// AbortMultipartUpload: removes an upload and frees its parts.
import type { Operation } from '../exchange.ts';
import { abortUpload } from '../uploads.ts';

export const abortMultipartUpload: Operation = async ({ request, store }) => {
  store.getBucket(request.bucket);
  abortUpload(store, request.bucket, request.key, request.query('uploadId') ?? '');
  return { status: 204 };
};

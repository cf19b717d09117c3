// ListMultipartUploads: uploads neither completed nor aborted.
import { S3Error } from '../errors.ts';
import { countParameter, keyEncoder, type Operation } from '../exchange.ts';
import { listUploads } from '../listings.ts';
import { xmlResponse } from '../response.ts';
import { toXml } from '../xml.ts';

export const listMultipartUploads: Operation = async ({ request, store }) => {
  const { bucket } = request;
  store.getBucket(bucket);
  if (request.query('delimiter')) {
    throw new S3Error('NotImplemented', 'A delimiter is not implemented for ListMultipartUploads');
  }
  const limit = countParameter(request, 'max-uploads');
  const encode = keyEncoder(request);
  const prefix = request.query('prefix') ?? '';
  const keyMarker = request.query('key-marker') ?? '';
  const uploadIdMarker = (keyMarker && request.query('upload-id-marker')) || undefined;
  const { items, isTruncated } = listUploads(store, bucket, {
    prefix,
    keyMarker,
    uploadIdMarker,
    limit,
  });
  const last = isTruncated ? items.at(-1) : undefined;
  const document = toXml('ListMultipartUploadsResult', {
    Bucket: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker ?? '',
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.uploadId,
    MaxUploads: limit,
    EncodingType: request.query('encoding-type'),
    IsTruncated: isTruncated,
    Upload: items.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.uploadId,
      StorageClass: upload.storageClass,
      Initiated: upload.initiated.toISOString(),
      ...(!upload.isDefaultChecksum && {
        ChecksumAlgorithm: upload.algorithm,
        ChecksumType: upload.checksumType,
      }),
    })),
  });
  return xmlResponse(200, document);
};

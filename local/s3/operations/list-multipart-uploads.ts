// ListMultipartUploads: uploads neither completed nor aborted.
import { countParameter, keyEncoder, type Operation } from '../exchange.ts';
import { listUploads } from '../listings.ts';
import { xmlResponse } from '../response.ts';
import { toXml } from '../xml.ts';

export const listMultipartUploads: Operation = async ({ request, store }) => {
  const { bucket } = request;
  store.getBucket(bucket);
  const limit = countParameter(request, 'max-uploads');
  const encode = keyEncoder(request);
  const prefix = request.query('prefix') ?? '';
  const keyMarker = request.query('key-marker') ?? '';
  const uploadIdMarker = (keyMarker && request.query('upload-id-marker')) || undefined;
  const delimiter = request.query('delimiter') ?? '';
  const { items, commonPrefixes, isTruncated, last } = listUploads(store, bucket, {
    prefix,
    delimiter,
    keyMarker,
    uploadIdMarker,
    limit,
  });
  const next = isTruncated ? last : undefined;
  const nextKey = typeof next === 'string' ? next : next?.key;
  const document = toXml('ListMultipartUploadsResult', {
    Bucket: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker ?? '',
    NextKeyMarker: nextKey === undefined ? undefined : encode(nextKey),
    NextUploadIdMarker: typeof next === 'object' ? next.uploadId : undefined,
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
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
  return xmlResponse(200, document);
};

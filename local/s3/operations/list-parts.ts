// ListParts: the parts S3 holds of an upload, in order of their numbers.
import { invalidArgument } from '../errors.ts';
import { countParameter, type Operation } from '../exchange.ts';
import { quote } from '../object-headers.ts';
import { xmlResponse } from '../response.ts';
import { getUpload, listParts as readParts } from '../uploads.ts';
import { toXml } from '../xml.ts';

export const listParts: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  store.getBucket(bucket);
  const limit = countParameter(request, 'max-parts');
  const markerText = request.query('part-number-marker') || '0';
  if (!/^\d{1,10}$/.test(markerText)) {
    throw invalidArgument(
      'Provided part-number-marker not an integer or within integer range',
      'part-number-marker',
      markerText,
    );
  }
  const marker = Number(markerText);
  const upload = getUpload(store, bucket, key, request.query('uploadId') ?? '');
  const found = readParts(store, upload.uploadId, marker, limit + 1);
  const parts = found.slice(0, limit);
  const isTruncated = limit > 0 && found.length > limit;
  const document = toXml('ListPartsResult', {
    Bucket: bucket,
    Key: key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
    MaxParts: limit,
    IsTruncated: isTruncated,
    StorageClass: upload.storageClass,
    ...(!upload.isDefaultChecksum && {
      ChecksumAlgorithm: upload.algorithm,
      ChecksumType: upload.checksumType,
    }),
    Part: parts.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: part.lastModified.toISOString(),
      ETag: quote(part.eTag),
      Size: part.size,
      ...(!upload.isDefaultChecksum && { [`Checksum${upload.algorithm}`]: part.checksum }),
    })),
  });
  return xmlResponse(200, document);
};

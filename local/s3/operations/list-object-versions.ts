// ListObjectVersions: every version and delete marker, newest first within a key.
import { invalidArgument, S3Error } from '../errors.ts';
import { countParameter, keyEncoder, type Operation, requireVersionId } from '../exchange.ts';
import { listVersions } from '../listings.ts';
import { quote } from '../object-headers.ts';
import { xmlResponse } from '../response.ts';
import { toXml } from '../xml.ts';

export const listObjectVersions: Operation = async ({ request, store }) => {
  const { bucket } = request;
  store.getBucket(bucket);
  if (request.query('delimiter')) {
    throw new S3Error('NotImplemented', 'A delimiter is not implemented for ListObjectVersions');
  }
  const limit = countParameter(request, 'max-keys');
  const encode = keyEncoder(request);
  const prefix = request.query('prefix') ?? '';
  const keyMarker = request.query('key-marker') ?? '';
  const versionIdMarker = request.query('version-id-marker') || undefined;
  requireVersionId(versionIdMarker);
  if (versionIdMarker !== undefined && keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    );
  }
  const { items, isTruncated } = listVersions(store, bucket, {
    prefix,
    keyMarker,
    versionIdMarker,
    limit,
  });
  const last = isTruncated ? items.at(-1) : undefined;
  const rows = items.map((version) => ({
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: version.isLatest,
    LastModified: version.lastModified.toISOString(),
    ...(!version.isDeleteMarker && {
      ETag: quote(version.eTag),
      ChecksumAlgorithm: version.checksum?.algorithm,
      ChecksumType: version.checksum?.type,
      Size: version.size,
      StorageClass: version.storageClass,
    }),
  }));
  const document = toXml('ListVersionsResult', {
    Name: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionIdMarker ?? '',
    NextKeyMarker: last && encode(last.key),
    NextVersionIdMarker: last?.versionId,
    MaxKeys: limit,
    EncodingType: request.query('encoding-type'),
    IsTruncated: isTruncated,
    Version: rows.filter((_, index) => !items[index]?.isDeleteMarker),
    DeleteMarker: rows.filter((_, index) => items[index]?.isDeleteMarker),
  });
  return xmlResponse(200, document);
};

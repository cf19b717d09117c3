// ListObjectVersions: every version and delete marker, newest first within a key.
import { invalidArgument } from '../errors.ts';
import { countParameter, keyEncoder, type Operation, requireVersionId } from '../exchange.ts';
import { listVersions } from '../listings.ts';
import { quote } from '../object-headers.ts';
import { xmlResponse } from '../response.ts';
import { toXml } from '../xml.ts';

export const listObjectVersions: Operation = async ({ request, store }) => {
  const { bucket } = request;
  store.getBucket(bucket);
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
  const delimiter = request.query('delimiter') ?? '';
  const { items, commonPrefixes, isTruncated, last } = listVersions(store, bucket, {
    prefix,
    delimiter,
    keyMarker,
    versionIdMarker,
    limit,
  });
  const next = isTruncated ? last : undefined;
  const nextKey = typeof next === 'string' ? next : next?.key;
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
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionIdMarker ?? '',
    NextKeyMarker: nextKey === undefined ? undefined : encode(nextKey),
    NextVersionIdMarker: typeof next === 'object' ? next.versionId : undefined,
    MaxKeys: limit,
    EncodingType: request.query('encoding-type'),
    IsTruncated: isTruncated,
    Version: rows.filter((_, index) => !items[index]?.isDeleteMarker),
    DeleteMarker: rows.filter((_, index) => items[index]?.isDeleteMarker),
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
  return xmlResponse(200, document);
};

// ListObjectsV2: the current objects of a bucket, by prefix and delimiter.
import { invalidArgument } from '../errors.ts';
import { canonicalId, countParameter, keyEncoder, type Operation } from '../exchange.ts';
import { listObjects } from '../listings.ts';
import { quote } from '../object-headers.ts';
import { xmlResponse } from '../response.ts';
import { toXml } from '../xml.ts';

export const listObjectsV2: Operation = async ({ request, store, accountId }) => {
  const { bucket } = request;
  store.getBucket(bucket);
  const type = request.query('list-type') ?? '';
  if (type !== '2') {
    throw invalidArgument('Invalid List Type specified in Request', 'list-type', type);
  }
  const limit = countParameter(request, 'max-keys');
  const encode = keyEncoder(request);
  const prefix = request.query('prefix') ?? '';
  const delimiter = request.query('delimiter') ?? '';
  const startAfter = request.query('start-after');
  const token = request.query('continuation-token');
  // A key is followed directly by itself with a NUL; so this is "after" as "at or after".
  const from = token !== undefined ? fromToken(token) : startAfter ? `${startAfter}\0` : '';
  const { items, commonPrefixes, isTruncated, next } = listObjects(store, bucket, {
    prefix,
    delimiter,
    from,
    limit,
  });
  const document = toXml('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: next === undefined ? undefined : toToken(next),
    KeyCount: items.length + commonPrefixes.length,
    MaxKeys: limit,
    EncodingType: request.query('encoding-type'),
    IsTruncated: isTruncated,
    Contents: items.map((object) => ({
      Key: encode(object.key),
      LastModified: object.lastModified.toISOString(),
      ETag: quote(object.eTag),
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.size,
      StorageClass: object.storageClass,
      ...(request.query('fetch-owner') === 'true' && { Owner: { ID: canonicalId(accountId) } }),
    })),
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
  return xmlResponse(200, document);
};

function toToken(next: string): string {
  return Buffer.from(next).toString('base64');
}

function fromToken(token: string): string {
  const next = Buffer.from(token, 'base64').toString('utf8');
  if (next !== '' && toToken(next) === token) return next;
  throw invalidArgument(
    'The continuation token provided is incorrect',
    'continuation-token',
    token,
  );
}

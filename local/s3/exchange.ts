// What an operation is given, and the helpers all operations share.
import type { AccessContext } from './access-context.ts';
import { invalidArgument, S3Error } from './errors.ts';
import type { ObjectVersion } from './records.ts';
import type { S3Request } from './request.ts';
import type { S3Response } from './response.ts';
import { type Identity, type Signers, sha256Hex } from './sigv4.ts';
import type { Store } from './store.ts';
import { isVersionId } from './version-id.ts';

/** One request, as an operation receives it. */
export interface Exchange {
  readonly request: S3Request;
  readonly store: Store;
  readonly signers: Signers;
  /** Base URL of this server. */
  readonly url: string;
  /** The account that every bucket here belongs to. */
  readonly accountId: string;
  /** Who asked. Throws AccessDenied for a form, whose signature is in its fields. */
  identity(): Identity;
  /** Refuses with AccessDenied what the caller may not do; `key` is '' for the bucket itself. */
  authorize(
    accessKeyId: string,
    action: string,
    bucket: string,
    key: string,
    extra?: AccessContext,
  ): Promise<void>;
}

/** An S3 operation: an answer, or an S3Error thrown. */
export type Operation = (exchange: Exchange) => Promise<S3Response>;

/** The version a read is about. Throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed. */
export function getVersion(
  store: Store,
  bucket: string,
  key: string,
  versionId: string | undefined,
): ObjectVersion {
  const { versioning } = store.getBucket(bucket);
  requireVersionId(versionId);
  const version =
    versionId === undefined
      ? store.findLatest(bucket, key)
      : store.findVersion(bucket, key, versionId);
  if (!version) {
    if (versionId === undefined) throw new S3Error('NoSuchKey', { bucket, elements: { Key: key } });
    throw new S3Error('NoSuchVersion', { bucket, elements: { Key: key, VersionId: versionId } });
  }
  if (!version.isDeleteMarker) return version;
  const headers = {
    'x-amz-delete-marker': 'true',
    ...(versioning !== '' && { 'x-amz-version-id': version.versionId }),
  };
  if (versionId === undefined)
    throw new S3Error('NoSuchKey', { bucket, elements: { Key: key }, headers });
  throw new S3Error('MethodNotAllowed', {
    elements: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: { ...headers, allow: 'DELETE', 'last-modified': version.lastModified.toUTCString() },
  });
}

/** The canonical user id of an account: 64 hexadecimal digits, here a digest of its number. */
export const canonicalId = (accountId: string): string => sha256Hex(accountId);

/** Throws AccessDenied where the caller expects another account to own the bucket. */
export function requireOwner(expected: string | undefined, accountId: string): void {
  if (expected !== undefined && expected !== accountId) throw new S3Error('AccessDenied');
}

/** Throws InvalidArgument for what cannot be a version id. */
export function requireVersionId(versionId: string | undefined): void {
  if (versionId !== undefined && !isVersionId(versionId)) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
}

/** `x-amz-version-id`, absent in a bucket that never was versioned. */
export function versionIdHeader(
  store: Store,
  { bucket, versionId }: Pick<ObjectVersion, 'bucket' | 'versionId'>,
): { 'x-amz-version-id'?: string } {
  return store.getBucket(bucket).versioning === '' ? {} : { 'x-amz-version-id': versionId };
}

/** A count such as `max-keys`: a number, at most `max`, which is also the default. */
export function countParameter(request: S3Request, name: string, max = 1000): number {
  const text = request.query(name);
  if (text === undefined || text === '') return max;
  if (!/^\d{1,10}$/.test(text)) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(Number(text), max);
}

/** How keys are written in a listing: `encoding-type=url` or as they are. */
export function keyEncoder(request: S3Request): (key: string) => string {
  const type = request.query('encoding-type');
  if (type === undefined) return (key) => key;
  if (type !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  }
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
}

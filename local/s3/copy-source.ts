// The source of a copy: `x-amz-copy-source`, its permission, its conditions.
import { checkCopySource } from './conditions.ts';
import { invalidArgument } from './errors.ts';
import { type Exchange, getVersion, requireOwner, requireVersionId } from './exchange.ts';
import type { ObjectVersion } from './records.ts';
import { requireReadable } from './write-options.ts';

/** A source that may be read, and whether a version was named. */
export interface CopySource {
  readonly version: ObjectVersion;
  readonly isVersionNamed: boolean;
}

/** Resolves `bucket/key?versionId=…`, percent-encoded. Throws as a GetObject would, and 412. */
export async function openCopySource(exchange: Exchange): Promise<CopySource> {
  const { request, store, accountId, authorize, identity } = exchange;
  const text = request.header('x-amz-copy-source') ?? '';
  const match = /^\/?([^/?]+)\/(.+?)(?:\?versionId=([^?&]*))?$/s.exec(text);
  const [bucket, key, versionId] = (match?.slice(1) ?? []).map(decode);
  if (!bucket || !key) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      text,
    );
  }
  requireVersionId(versionId);
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const extra = versionId === undefined ? {} : { 's3:VersionId': versionId };
  await authorize(identity().accessKeyId, action, bucket, key, extra);
  requireOwner(request.header('x-amz-source-expected-bucket-owner'), accountId);
  const version = getVersion(store, bucket, key, versionId);
  requireReadable(version.storageClass);
  checkCopySource((name) => request.header(name), version);
  return { version, isVersionNamed: versionId !== undefined };
}

/** Names the version that was copied, in a bucket that has versions. */
export function copySourceHeaders({ store }: Exchange, { version }: CopySource) {
  return store.getBucket(version.bucket).versioning === ''
    ? {}
    : { 'x-amz-copy-source-version-id': version.versionId };
}

/** As in a path, a bare `+` is a blank (aws/aws-sdk-js#1821). */
function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', text);
  }
}

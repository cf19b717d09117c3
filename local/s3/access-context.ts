// The condition keys that S3 passes to IAM with a request (service authorization reference, "Condition keys for Amazon S3").
import type { S3Request } from './request.ts';
import { parseAmzDate } from './sigv4-claim.ts';

/** Condition key → value; a key that does not apply is absent. */
export type AccessContext = Readonly<Record<string, string>>;

/** Headers whose value is a condition key of the same name, behind `s3:`. */
const headerKeys = [
  'if-match',
  'if-none-match',
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
];

/** What a listing is limited to. */
const listKeys = ['delimiter', 'max-keys', 'prefix'];

/** What is known of a request when one of its actions is decided. */
export function contextOf(request: S3Request, action: string, now: Date): AccessContext {
  const signedAt = parseAmzDate(request.query('X-Amz-Date') ?? request.header('x-amz-date') ?? '');
  const isPresigned = request.query('X-Amz-Signature') !== undefined;
  return withoutAbsent({
    's3:authType': isPresigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:signatureAge': signedAt === undefined ? undefined : String(now.getTime() - signedAt),
    ...Object.fromEntries(headerKeys.map((name) => [`s3:${name}`, request.header(name)])),
    ...(action.startsWith('s3:List') &&
      Object.fromEntries(listKeys.map((name) => [`s3:${name}`, request.query(name)]))),
    ...(action.includes('Version') && { 's3:VersionId': request.query('versionId') }),
  });
}

/** What the fields of a form add: they stand for the headers of a PutObject. */
export const contextOfForm = (fields: ReadonlyMap<string, string>): AccessContext =>
  withoutAbsent({
    's3:authType': 'POST',
    ...Object.fromEntries(
      headerKeys.map((name) => [`s3:${name}`, fields.get(name === 'x-amz-acl' ? 'acl' : name)]),
    ),
  });

const withoutAbsent = (context: Record<string, string | undefined>): AccessContext =>
  Object.fromEntries(
    Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

// What a write asks for beside its bytes: access control list, storage class, encryption.
import { invalidArgument, S3Error } from './errors.ts';
import type { Bucket, StorageClass } from './records.ts';

type Read = (name: string) => string | undefined;

/** S3 encrypts every object with its own keys (SSE-S3), whether a request asks for it or not, and says so. */
export const ENCRYPTION_HEADERS = { 'x-amz-server-side-encryption': 'AES256' } as const;

const STORAGE_CLASSES: readonly StorageClass[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

const CANNED_ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];
/** With one account these all give the same access as no list at all. */
const ACLS_WITHOUT_EFFECT = ['private', 'bucket-owner-read', 'bucket-owner-full-control'];

/** The headers that set an access control list; a form has `acl` alone. */
export const ACL_HEADERS = [
  'x-amz-acl',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
] as const;

/**
 * Refuses an access control list where the bucket's owner owns every object (S3 user guide, "Controlling ownership of
 * objects"), and elsewhere each one that would open the object to others.
 */
export function requireAcl(read: Read, { ownership }: Bucket, aclName = 'x-amz-acl'): void {
  const acl = read(aclName);
  if (acl !== undefined && !CANNED_ACLS.includes(acl)) throw invalidArgument('', aclName, acl);
  const grant = ACL_HEADERS.find((name) => name !== 'x-amz-acl' && read(name) !== undefined);
  if (ownership === 'BucketOwnerEnforced') {
    const isRefused = acl !== undefined && acl !== 'bucket-owner-full-control';
    if (isRefused || grant) throw new S3Error('AccessControlListNotSupported');
    return;
  }
  const isOpening = acl !== undefined && !ACLS_WITHOUT_EFFECT.includes(acl);
  const refused = grant ?? (isOpening ? aclName : undefined);
  if (refused) throw new S3Error('NotImplemented', { elements: { Header: refused } });
}

/** The storage class of an upload. Throws InvalidStorageClass. */
export function storageClassOf(read: Read): StorageClass {
  const asked = read('x-amz-storage-class');
  if (asked === undefined) return 'STANDARD';
  const known = STORAGE_CLASSES.find((name) => name === asked);
  if (known) return known;
  throw new S3Error('InvalidStorageClass', { elements: { StorageClassRequested: asked } });
}

/** Accepts SSE-S3. Throws NotImplemented for keys of KMS, InvalidArgument for what S3 does not know. */
export function requireEncryption(read: Read): void {
  const name = 'x-amz-server-side-encryption';
  const asked = read(name);
  if (asked === undefined || asked === ENCRYPTION_HEADERS[name]) return;
  if (asked === 'aws:kms' || asked === 'aws:kms:dsse') {
    throw new S3Error('NotImplemented', { elements: { Header: name } });
  }
  throw invalidArgument('The encryption method specified is not supported', name, asked);
}

/** Refuses to read the bytes of an archived object, which would have to be restored first. */
export function requireReadable(storageClass: StorageClass): void {
  if (storageClass !== 'GLACIER' && storageClass !== 'DEEP_ARCHIVE') return;
  throw new S3Error('InvalidObjectState', { elements: { StorageClass: storageClass } });
}

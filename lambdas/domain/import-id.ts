// The id of an imported file: the same object, imported again for the same owner, is the same file.
import { createHash } from 'node:crypto';

/** The fields that identify an import. The version is one of them only if the manifest names one. */
export interface ImportIdentity {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly owner: string;
  readonly collection: string;
  /** What the application calls the object; distinguishes several files of one object. */
  readonly reference?: string | undefined;
}

/**
 * The id of an attempt to import, counted from 0: a UUID of version 8 (RFC 9562, section 5.8), made of 122 bits of a
 * SHA-256. It is no secret; who may read a file is decided by its record.
 */
export function importIdOf(identity: ImportIdentity, attempt = 0): string {
  const { bucket, key, versionId = '', owner, collection, reference = '' } = identity;
  const named = JSON.stringify([bucket, key, versionId, owner, collection, reference, attempt]);
  const bytes = createHash('sha256').update(named).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

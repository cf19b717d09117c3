// Checksums of what is stored: S3's own, or ours of a file that was read whole anyway.
import { createHash } from 'node:crypto';
import type { Checksum } from './verdict.ts';

/** The SHA-256 of a whole object, as S3 writes it. */
export const sha256Of = (whole: Uint8Array): Checksum => ({
  algorithm: 'SHA256',
  value: createHash('sha256').update(whole).digest('base64'),
  type: 'FULL_OBJECT',
});

/** A checksum as 64 hex digits, as `sha256sum` prints it, if it is the SHA-256 of a whole object. */
export const hexSha256 = (checksum: Checksum | undefined): string | undefined =>
  checksum?.algorithm === 'SHA256' && checksum.type === 'FULL_OBJECT'
    ? Buffer.from(checksum.value, 'base64').toString('hex')
    : undefined;

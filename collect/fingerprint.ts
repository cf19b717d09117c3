// One hash for both uses: 384 bits in `integrity` attributes, their first 64 in the file's name.
import { hash } from 'node:crypto';
import { posix } from 'node:path';

/** SHA-384 of bytes, which W3C Subresource Integrity recommends; base64. */
export const digestOf = (bytes: Buffer | string): string => hash('sha384', bytes, 'base64');

/** A digest as `integrity` attributes have it. */
export const integrityOf = (digest: string): string => `sha384-${digest}`;

/**
 * The part of a name that changes with the content: 16 hexadecimal digits, since some file systems and people do not
 * distinguish upper from lower case. The rest of the name being the same, 64 bits only need to distinguish versions of one file
 * apart: a million of them meet by chance once in 37 million sites.
 */
const fingerprintLength = 16;

/** `css/site.css` and a digest give `css/site.0123456789abcdef.css`. */
export function hashedPath(name: string, digest: string): string {
  const fingerprint = Buffer.from(digest, 'base64').toString('hex').slice(0, fingerprintLength);
  const { dir, name: stem, ext } = posix.parse(name);
  return posix.join(dir, `${stem}.${fingerprint}${ext}`);
}

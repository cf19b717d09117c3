// Makes the key of a PDF that is encrypted without a user password (ISO 32000-2 §7.6.4.3 and §7.6.4.4).
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { rc4 } from './rc4.ts';

/** What the encryption dictionary states. */
export interface KeySettings {
  readonly revision: number;
  /** Bytes that the key can have, the most likely first. */
  readonly keyBytes: readonly number[];
  readonly ownerEntry: Buffer;
  readonly userEntry: Buffer;
  /** `UE`: the file's key, encrypted with the user password, from revision 5 on. */
  readonly encryptedKey: Buffer;
  readonly permissions: number;
  readonly encryptsMetadata: boolean;
  readonly id: Buffer;
}

/** What an empty password is filled up with. */
const PADDING = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
);
const ENTRY_BYTES = 32;
const SALT_BYTES = 8;
const NO_PASSWORD = Buffer.alloc(0);

/** The key; undefined when the empty password does not open the file. */
export function fileKey(settings: KeySettings): Buffer | undefined {
  if (settings.revision >= 5) return keyByHash(settings);
  return settings.keyBytes
    .map((bytes) => keyByPadding(settings, bytes))
    .find((key) => opens(settings, key));
}

const md5 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('md5').update(Buffer.concat(parts)).digest();

/** Algorithm 2. */
function keyByPadding(settings: KeySettings, keyBytes: number): Buffer {
  const { revision, ownerEntry, permissions, id, encryptsMetadata } = settings;
  const permissionBytes = Buffer.alloc(4);
  permissionBytes.writeInt32LE(permissions | 0);
  const metadata = revision >= 4 && !encryptsMetadata ? Buffer.alloc(4, 0xff) : NO_PASSWORD;
  let key = md5(PADDING, ownerEntry.subarray(0, ENTRY_BYTES), permissionBytes, id, metadata);
  if (revision >= 3) {
    for (let round = 0; round < 50; round += 1) key = md5(key.subarray(0, keyBytes));
  }
  return key.subarray(0, keyBytes);
}

/** Algorithms 4, 5 and 6: whether the user entry is what this key makes. */
function opens({ revision, userEntry, id }: KeySettings, key: Buffer): boolean {
  if (revision === 2) return rc4(key, PADDING).equals(userEntry.subarray(0, ENTRY_BYTES));
  let entry = rc4(key, md5(PADDING, id));
  for (let round = 1; round < 20; round += 1) {
    entry = rc4(
      key.map((byte) => byte ^ round),
      entry,
    );
  }
  return entry.equals(userEntry.subarray(0, 16));
}

/** Algorithm 2.A. */
function keyByHash({ revision, userEntry, encryptedKey }: KeySettings): Buffer | undefined {
  const validationSalt = userEntry.subarray(ENTRY_BYTES, ENTRY_BYTES + SALT_BYTES);
  const keySalt = userEntry.subarray(ENTRY_BYTES + SALT_BYTES, ENTRY_BYTES + 2 * SALT_BYTES);
  const hash = revision === 5 ? sha256 : hardenedHash;
  if (keySalt.byteLength < SALT_BYTES || encryptedKey.byteLength < ENTRY_BYTES) return undefined;
  if (!hash(validationSalt).equals(userEntry.subarray(0, ENTRY_BYTES))) return undefined;
  const cipher = createDecipheriv('aes-256-cbc', hash(keySalt), Buffer.alloc(16));
  cipher.setAutoPadding(false);
  return cipher.update(encryptedKey.subarray(0, ENTRY_BYTES));
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

const hashes = ['sha256', 'sha384', 'sha512'] as const;
const MIN_ROUNDS = 64;
/** The standard ends it by chance after some 70 rounds. */
const MAX_ROUNDS = 1000;

/** Algorithm 2.B for the empty password. */
function hardenedHash(salt: Buffer): Buffer {
  let key = sha256(salt);
  for (let round = 1; round < MAX_ROUNDS; round += 1) {
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
    cipher.setAutoPadding(false);
    const encrypted = cipher.update(Buffer.concat(new Array<Buffer>(64).fill(key)));
    // 256 leaves one when divided by three, so the sum of the bytes leaves what the number does.
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(hashes[remainder] ?? 'sha256')
      .update(encrypted)
      .digest();
    if (round >= MIN_ROUNDS && (encrypted.at(-1) ?? 0) <= round - 32) break;
  }
  return key.subarray(0, 32);
}

// The port through which verification asks for an issuer's public keys.
import type { CryptoKey } from 'jose';

/** The part of a token's header by which a key is chosen. */
export interface KeyChoice {
  readonly alg: string;
  readonly kid: string;
}

/** The issuer's keys that fit; more than one when two have the same id, none when it has no such key. */
export type FindKeys = (choice: KeyChoice) => Promise<readonly CryptoKey[]>;

/** The issuer's keys cannot be fetched at present, so the token cannot be verified. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

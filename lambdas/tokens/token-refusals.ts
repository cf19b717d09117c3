// Why a token is not accepted, in the words that its caller reads.
import { Refusal } from '../domain/errors.ts';

/** Longest part of a token that an answer repeats, in characters. */
const MAX_QUOTED_LENGTH = 100;

/** A part of a token, shortened. */
export const quoted = (value: unknown): string =>
  (JSON.stringify(value) ?? String(value)).slice(0, MAX_QUOTED_LENGTH);

/** A token that identifies no caller. */
export const unauthorized = (message: string): Refusal<'unauthorized'> =>
  new Refusal('unauthorized', message, {});

/** The token is none that can be verified: opaque, encrypted or cut. */
export const notSigned = (): Refusal<'unauthorized'> =>
  unauthorized(
    'The access token is no signed JWT. Where the issuer returns opaque tokens, name this API when you ask for one, such as with the parameter audience.',
  );

/** The header names an algorithm that is not accepted. */
export function wrongAlgorithm(
  algorithm: unknown,
  accepted: readonly string[],
): Refusal<'unauthorized'> {
  const isShared = typeof algorithm === 'string' && algorithm.startsWith('HS');
  const why = isShared
    ? 'whose key is a shared secret; let the issuer sign with a key pair'
    : 'which is not accepted';
  return unauthorized(
    `The token is signed with ${quoted(algorithm)}, ${why}. Accepted: ${accepted.join(', ')}.`,
  );
}

// Fetches the public keys of an issuer, within limits of time and size.

import type { JWK } from 'jose';
import type { TokenRules } from '../config/token-rules.ts';
import { bytesExactly } from '../domain/bytes-in-words.ts';

/** Milliseconds and bytes that API Gateway's own authorizer grants an issuer ("Quotas for HTTP APIs", its developer guide). */
export const TIMEOUT_MS = 1500;
export const MAX_BYTES = 150_000;
/** Keys that are read of one set. */
const MAX_KEYS = 100;

/** Where the keys of an issuer are. */
export interface KeyAddress extends Pick<TokenRules, 'jwksUri'> {
  readonly issuer: string;
}

/**
 * Fetches the keys at `jwksUri`, or where the issuer's discovery document says (OpenID Connect Discovery §4).
 * @throws Error when the issuer answers late, with too much, or with anything but the documents
 */
export async function fetchKeys({ issuer, jwksUri }: KeyAddress): Promise<readonly JWK[]> {
  const { keys } = await fetchObject(new URL(jwksUri ?? (await discover(issuer))));
  if (!Array.isArray(keys)) throw new Error('The key set of the issuer has no list of keys.');
  return keys.filter(isObject).slice(0, MAX_KEYS) as unknown as JWK[];
}

async function discover(issuer: string): Promise<string> {
  const document = await fetchObject(
    new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
  );
  if (document.issuer !== issuer)
    throw new Error('The discovery document names another issuer than the configuration.');
  const { jwks_uri: address } = document;
  if (typeof address !== 'string' || !URL.canParse(address))
    throw new Error('The discovery document names no address of keys.');
  const { protocol } = new URL(address);
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol)
    throw new Error('The discovery document names an address of keys without TLS.');
  return address;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

async function fetchObject(url: URL): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The issuer answered ${response.status} for ${url.pathname}.`);
  const value: unknown = JSON.parse(await readAtMost(response, MAX_BYTES));
  if (!isObject(value)) throw new Error(`The issuer answered no JSON object for ${url.pathname}.`);
  return value;
}

/** The timeout of the request covers the body, too. */
async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new Error(`The issuer answered more than ${bytesExactly(maxBytes)}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

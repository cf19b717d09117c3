// CloudFront's signed URLs: whether one of the trusted keys has signed exactly this URL, for exactly now.
import { type KeyObject, verify } from 'node:crypto';
import { toPattern } from './path-pattern.ts';

/** Why a URL is refused, in CloudFront's words. */
export type SignatureRefusal = 'MissingKey' | 'InvalidKey' | 'AccessDenied';

/** What CloudFront takes out of the query before anything else sees it. */
const reserved = new Set(['Expires', 'Policy', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm']);

interface Policy {
  readonly Statement?: readonly {
    readonly Resource?: string;
    readonly Condition?: {
      readonly DateLessThan?: { readonly 'AWS:EpochTime'?: number };
      readonly DateGreaterThan?: { readonly 'AWS:EpochTime'?: number };
    };
  }[];
}

/**
 * Checks a URL as it came over the wire (CloudFront developer guide, "Use signed URLs", canned and custom policies).
 * Undefined when it is good.
 */
export function refuseSignature(
  url: string,
  keys: ReadonlyMap<string, KeyObject>,
  nowSeconds: number,
): SignatureRefusal | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const nameOf = (pair: string) => pair.split('=', 1)[0] ?? '';
  const own = pairs.filter((pair) => !reserved.has(nameOf(pair)));
  const resource = own.length > 0 ? `${path}?${own.join('&')}` : path;
  const given = new URLSearchParams(pairs.filter((pair) => reserved.has(nameOf(pair))).join('&'));

  const keyPairId = given.get('Key-Pair-Id');
  if (keyPairId === null) return 'MissingKey';
  const key = keys.get(keyPairId);
  if (!key) return 'InvalidKey';
  const signed = signedText(given, resource);
  const signature = Buffer.from(fromUrlSafe(given.get('Signature') ?? ''), 'base64');
  const hash = given.get('Hash-Algorithm') === 'SHA256' ? 'sha256' : 'sha1';
  if (signed === undefined || !verify(hash, Buffer.from(signed), key, signature))
    return 'AccessDenied';
  return holds(signed, resource, nowSeconds) ? undefined : 'AccessDenied';
}

const fromUrlSafe = (text: string): string =>
  text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');

/** A custom policy comes along; a canned one is made of the URL and its expiry. */
function signedText(given: URLSearchParams, resource: string): string | undefined {
  const custom = given.get('Policy');
  if (custom !== null) return Buffer.from(fromUrlSafe(custom), 'base64').toString();
  const expires = given.get('Expires');
  if (expires === null || !/^\d+$/.test(expires)) return undefined;
  return `{"Statement":[{"Resource":${JSON.stringify(resource)},"Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
}

function holds(signed: string, resource: string, nowSeconds: number): boolean {
  const [statement, ...others] = (JSON.parse(signed) as Policy).Statement ?? [];
  const { DateLessThan, DateGreaterThan, ...unknown } = statement?.Condition ?? {};
  const until = DateLessThan?.['AWS:EpochTime'];
  if (!statement || others.length > 0 || until === undefined || Object.keys(unknown).length > 0)
    return false;
  const from = DateGreaterThan?.['AWS:EpochTime'] ?? 0;
  const isNamed =
    statement.Resource === resource || toPattern(statement.Resource ?? '').test(resource);
  return isNamed && from <= nowSeconds && nowSeconds < until;
}

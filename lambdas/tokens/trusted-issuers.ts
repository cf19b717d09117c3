// The issuers whose tokens are accepted, with their keys: what the configuration says and what the stack knows.
import { type Auth, acceptedScopes } from '../config/auth-config.ts';
import { chooseKeys } from './choose-keys.ts';
import { fetchKeys, type KeyAddress } from './fetch-keys.ts';
import type { FindKeys } from './key-ports.ts';
import { remoteKeys } from './remote-keys.ts';
import type { TrustedIssuer } from './verify-token.ts';

/** The first issuer as the stack knows it: a user pool that it creates is in no configuration. */
export interface FirstIssuer {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** Every issuer, the first one without a name. `now` is in milliseconds. */
export function trustedIssuers(
  auth: Auth,
  first: FirstIssuer,
  now: () => number,
): readonly TrustedIssuer[] {
  const findKeysOf = (address: KeyAddress & Pick<Auth, 'keys'>): FindKeys => {
    const { keys } = address;
    return keys ? (choice) => chooseKeys(keys, choice) : remoteKeys(() => fetchKeys(address), now);
  };
  const all = [{ ...auth, scopes: acceptedScopes(auth), ...first }, ...auth.issuers];
  return all.map((issuer) => ({ ...issuer, findKeys: findKeysOf(issuer) }));
}

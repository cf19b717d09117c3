// The keys of an issuer over time: how often it is asked, and what happens while it does not answer.
import type { JWK } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { KeysUnavailableError } from '../../lambdas/tokens/key-ports.ts';
import {
  FIRST_PAUSE_MS,
  FRESH_MS,
  PAUSE_MS,
  remoteKeys,
  USABLE_MS,
} from '../../lambdas/tokens/remote-keys.ts';
import { makeKey } from '../issuers/keys.ts';

let old: JWK;
let fresh: JWK;
beforeAll(async () => {
  old = (await makeKey('RS256', 'old')).jwk as JWK;
  fresh = (await makeKey('ES256', 'fresh')).jwk as JWK;
});

/** An issuer that publishes `keys`, or does not answer while they are undefined. */
function issuer(keys: readonly JWK[] | undefined) {
  const state = { keys, asked: 0, time: 1_000_000 };
  const find = remoteKeys(
    async () => {
      state.asked += 1;
      if (!state.keys) throw new Error('The issuer is down.');
      return state.keys;
    },
    () => state.time,
  );
  return {
    state,
    count: async (kid: string, alg = 'RS256') => (await find({ alg, kid })).length,
  };
}

it('asks the issuer once for any number of tokens, until the keys are ten minutes old', async () => {
  const { state, count } = issuer([old]);
  await Promise.all(Array.from({ length: 20 }, () => count('old')));
  state.time += FRESH_MS - 1;
  expect(await count('old')).toBe(1);
  expect(state.asked).toBe(1);
  state.time += 1;
  expect(await count('old')).toBe(1);
  expect(state.asked).toBe(2);
});

it('finds a key that the issuer has added since, at the first token that names it', async () => {
  const { state, count } = issuer([old]);
  await count('old');
  state.keys = [old, fresh];
  state.time += PAUSE_MS;
  expect(await count('fresh', 'ES256')).toBe(1);
  expect(state.asked).toBe(2);
});

it('asks no more than once in 30 seconds, however many unknown keys tokens name', async () => {
  const { state, count } = issuer([old]);
  for (let index = 0; index < 100; index += 1) {
    expect(await count(`forged-${index}`)).toBe(0);
    state.time += 100;
  }
  expect(state.asked).toBe(1);
  state.time += PAUSE_MS;
  await count('forged');
  expect(state.asked).toBe(2);
});

it('uses the keys that it has for two hours while the issuer does not answer, and no longer', async () => {
  const { state, count } = issuer([old]);
  await count('old');
  state.keys = undefined;
  state.time += USABLE_MS - 1;
  expect(await count('old')).toBe(1);
  state.time += 1;
  await expect(count('old')).rejects.toThrow(KeysUnavailableError);
  state.keys = [old];
  state.time += PAUSE_MS;
  expect(await count('old')).toBe(1);
});

it('an issuer that is down is waited for at most once in 30 seconds', async () => {
  const { state, count } = issuer([old]);
  await count('old');
  state.keys = undefined;
  state.time += FRESH_MS;
  for (let index = 0; index < 10; index += 1) expect(await count('old')).toBe(1);
  expect(state.asked).toBe(2);
});

it('fails without keys, and asks again after a second', async () => {
  const { state, count } = issuer(undefined);
  await expect(count('old')).rejects.toThrow(KeysUnavailableError);
  await expect(count('old')).rejects.toThrow(KeysUnavailableError);
  expect(state.asked).toBe(1);
  state.keys = [old];
  state.time += FIRST_PAUSE_MS;
  expect(await count('old')).toBe(1);
});

it('gives every key of a doubled id, of the type that the algorithm has', async () => {
  const twin = { ...((await makeKey('RS256', 'old')).jwk as JWK) };
  const other = { ...fresh, kid: 'old' };
  const { count } = issuer([old, twin, other, { kty: 'oct', k: 'AAAA', kid: 'old' }]);
  expect(await count('old')).toBe(2);
  expect(await count('old', 'ES256')).toBe(1);
  expect(await count('old', 'HS256')).toBe(0);
});

it('leaves out what is no key, and keys for encryption or for another algorithm', async () => {
  const { count } = issuer([
    { kty: 'RSA', kid: 'old' },
    { kty: 'RSA', n: '!', e: 'AQAB', kid: 'old' },
    { ...old, use: 'enc' },
    { ...old, alg: 'RS512' },
    { ...old, kid: 7 as never },
  ]);
  expect(await count('old')).toBe(0);
});

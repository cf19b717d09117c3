// Keeps the public keys of an issuer: fetched when they are needed, used again for minutes, fetched again for a key that is new.
import type { JWK } from 'jose';
import { chooseKeys } from './choose-keys.ts';
import { type FindKeys, KeysUnavailableError } from './key-ports.ts';

/** After this long the keys are fetched again. */
export const FRESH_MS = 10 * 60 * 1000;
/** How long they are used while the issuer does not answer: as long as API Gateway's own authorizer keeps keys. */
export const USABLE_MS = 2 * 60 * 60 * 1000;
/** Pause between two requests to an issuer whose keys are known, however many unknown ones tokens name. */
export const PAUSE_MS = 30 * 1000;
/** Pause after a request that failed, while no keys are known. */
export const FIRST_PAUSE_MS = 1000;

interface Held {
  readonly keys: readonly JWK[];
  readonly since: number;
}

/** Finds keys among those that `fetchKeys` returns. `now` is in milliseconds. */
export function remoteKeys(fetchKeys: () => Promise<readonly JWK[]>, now: () => number): FindKeys {
  let held: Held | undefined;
  let lastAsked = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    lastAsked = now();
    try {
      held = { keys: await fetchKeys(), since: now() };
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  }

  /** Asks the issuer, unless it was asked a moment ago; requests at the same time share one answer. */
  async function refresh(): Promise<void> {
    const pause = held ? PAUSE_MS : FIRST_PAUSE_MS;
    if (!asking && now() - lastAsked < pause) return;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
  }

  const ageOf = ({ since }: Held): number => now() - since;

  function usable(): readonly JWK[] {
    if (held && ageOf(held) < USABLE_MS) return held.keys;
    throw new KeysUnavailableError('The keys of the issuer could not be fetched.', {
      cause: failure,
    });
  }

  return async (choice) => {
    if (!held || ageOf(held) >= FRESH_MS) await refresh();
    const known = await chooseKeys(usable(), choice);
    if (known.length > 0) return known;
    await refresh();
    return chooseKeys(usable(), choice);
  };
}

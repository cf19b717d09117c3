// Parts in line to be sent, signed in windows a little ahead of need: a URL signed too early lapses unused.
import type { SignPartsResponse } from '../lambdas/http/contract.ts';

/** One part with the signature to send it. */
export type SignedPart = SignPartsResponse['parts'][number];

/** The API signs at most this many parts per call. */
export const maxWindow = 100;
/** A window that lasts longer than this is too large for the connection. */
const windowMs = 60_000;

/** What the queue needs to know. */
export interface PartQueueOptions {
  /** Parts that are sent at the same time. */
  readonly concurrency: number;
  /** Largest window, at most 100. */
  readonly maxWindow: number;
  /** Signs these parts; parts missing from the answer are asked for again. */
  sign(partNumbers: readonly number[]): Promise<readonly SignedPart[]>;
  /** Whether a signature that waited in line can still be used. */
  isFresh(part: SignedPart): boolean;
}

/** Hands out each part once, signed, until it is given back. */
export interface PartQueue {
  /** The next part; `undefined` when none is left. */
  take(): Promise<SignedPart | undefined>;
  /** Puts a part that could not be sent back in front; it will be signed anew. */
  giveBack(partNumber: number): void;
}

/** Parts to sign next, given how many were signed last and how long these lasted: doubles while they go fast. */
export function nextWindow(lastWindow: number, lastedMs: number, max: number): number {
  const wanted = lastedMs < windowMs ? lastWindow * 2 : Math.ceil(lastWindow / 2);
  return Math.max(1, Math.min(wanted, max, maxWindow));
}

/** Creates the queue of `partNumbers`. */
export function createPartQueue(
  partNumbers: readonly number[],
  { concurrency, maxWindow: max, sign, isFresh }: PartQueueOptions,
): PartQueue {
  const unsigned = [...partNumbers];
  const signed: SignedPart[] = [];
  let window = Math.min(concurrency, max, maxWindow);
  let windowSince: number | undefined;
  let signing: Promise<void> | undefined;

  async function signWindow(): Promise<void> {
    const now = performance.now();
    if (windowSince !== undefined) window = nextWindow(window, now - windowSince, max);
    windowSince = now;
    const asked = unsigned.splice(0, window);
    let answered: readonly SignedPart[] = [];
    try {
      answered = (await sign(asked)).filter(({ partNumber }) => asked.includes(partNumber));
      if (answered.length === 0) throw new Error('The server signed none of the parts.');
      signed.push(...answered);
    } finally {
      const known = new Set(answered.map(({ partNumber }) => partNumber));
      unsigned.unshift(...asked.filter((partNumber) => !known.has(partNumber)));
    }
  }

  /** One window at a time, whoever asks. */
  function signMore(): Promise<void> {
    signing ??= signWindow().finally(() => {
      signing = undefined;
    });
    return signing;
  }

  return {
    async take() {
      for (let part = signed.shift(); part; part = signed.shift()) {
        if (isFresh(part)) {
          // Its failure is met by whoever then finds nothing signed.
          if (signed.length < concurrency && unsigned.length > 0) signMore().catch(() => {});
          return part;
        }
        unsigned.unshift(part.partNumber);
      }
      while (signed.length === 0 && (unsigned.length > 0 || signing)) await signMore();
      return signed.shift();
    },
    giveBack(partNumber) {
      unsigned.unshift(partNumber);
    },
  };
}

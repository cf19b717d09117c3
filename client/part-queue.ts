// The queue of parts to send, signed in windows shortly before they are needed: a URL that is signed too early expires unused.
import type { SignPartsResponse } from './contract.ts';

/** One part with the signature to send it. */
export type SignedPart = SignPartsResponse['parts'][number];

/** The API signs at most this many parts per call. */
export const maxWindow = 100;
/** A window that lasts longer than this is too large for the connection. */
const windowMs = 60_000;

/** What the queue needs. */
export interface PartQueueOptions {
  /** Parts that are sent at the same time, now. */
  lanes(): number;
  /** Largest window, at most 100. */
  readonly maxWindow: number;
  /** Signs these parts; parts missing from the answer are requested again. */
  sign(partNumbers: readonly number[]): Promise<readonly SignedPart[]>;
  /** Parts that are signed already. */
  readonly signed?: readonly SignedPart[] | undefined;
  /** Whether a signature that waited in the queue can still be used. */
  isFresh(part: SignedPart): boolean;
}

/** Returns each part once, signed, until it is put back. */
export interface PartQueue {
  /** The next part; `undefined` when none is left. */
  take(): Promise<SignedPart | undefined>;
  /** Puts a part that could not be sent at the front; it will be signed again. */
  putBack(partNumber: number): void;
}

/** Parts to sign next, given how many were signed last and how long these lasted: doubles while they go fast. */
export function nextWindow(lastWindow: number, lastedMs: number, max: number): number {
  const next = lastedMs < windowMs ? lastWindow * 2 : Math.ceil(lastWindow / 2);
  return Math.max(1, Math.min(next, max, maxWindow));
}

/**
 * Creates the queue of `partNumbers`. Unless some are signed already, the first part is signed alone, so that it is sent as soon
 * as it is hashed, while the others of the first window are hashed. From then on a window is signed as soon as fewer signed parts
 * wait than there are lanes.
 */
export function createPartQueue(
  partNumbers: readonly number[],
  { lanes, maxWindow: max, sign, isFresh, signed: known = [] }: PartQueueOptions,
): PartQueue {
  const signed = known.filter(({ partNumber }) => partNumbers.includes(partNumber));
  const isKnown = new Set(signed.map(({ partNumber }) => partNumber));
  const unsigned = partNumbers.filter((partNumber) => !isKnown.has(partNumber));
  const signings = new Set<Promise<void>>();
  let window = Math.max(1, Math.min(lanes(), max, maxWindow));
  let windowSince: number | undefined;

  async function signWindow(count: number): Promise<void> {
    const requested = unsigned.splice(0, count);
    let answered: readonly SignedPart[] = [];
    try {
      answered = (await sign(requested)).filter(({ partNumber }) => requested.includes(partNumber));
      if (answered.length === 0) throw new Error('The server signed none of the parts.');
      signed.push(...answered);
    } finally {
      const known = new Set(answered.map(({ partNumber }) => partNumber));
      unsigned.unshift(...requested.filter((partNumber) => !known.has(partNumber)));
    }
  }

  function start(count: number): void {
    if (count === 0 || unsigned.length === 0) return;
    const signing = signWindow(count).finally(() => signings.delete(signing));
    signings.add(signing);
    // A lane that then finds no signed part throws the failure.
    signing.catch(() => {});
  }

  /** Signs a window unless one is being signed. */
  function signMore(): void {
    if (signings.size > 0) return;
    const now = performance.now();
    if (windowSince === undefined) {
      if (isKnown.size > 0) start(window);
      else {
        start(1);
        start(window - 1);
      }
    } else {
      window = nextWindow(window, now - windowSince, max);
      start(window);
    }
    windowSince = now;
  }

  function next(): SignedPart | undefined {
    const part = signed.shift();
    if (part && signed.length < lanes()) signMore();
    return part;
  }

  return {
    async take() {
      for (let part = next(); part; part = next()) {
        if (isFresh(part)) return part;
        unsigned.unshift(part.partNumber);
      }
      while (signed.length === 0 && (unsigned.length > 0 || signings.size > 0)) {
        signMore();
        await Promise.race(signings);
      }
      return next();
    },
    putBack(partNumber) {
      unsigned.unshift(partNumber);
    },
  };
}

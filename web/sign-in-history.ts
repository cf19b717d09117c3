// Keeps the issuer's pages out of the history: after a sign-in, Back leads to where the user came from.

/** The record that the page keeps during a sign-in. */
export interface SignInStart {
  /** Length of the history when the issuer's page replaces its last entry. */
  readonly depth: number;
  /** The address at which the sign-in began. */
  readonly address: string;
}

/** Browsers keep at most this many entries, so that a length of this number has no meaning. */
const LONGEST_HISTORY = 50;

/** How long a browser may take to begin the way back. */
const LEAVING_MS = 2_000;

/** Held until the document is left. */
const LEAVING_LOCK = 'airlock-sign-in';

/** Appends an entry for the issuer's page to replace, which also removes entries ahead of it. */
export function beginSignIn(): SignInStart {
  // A document with a lock is not kept for the way back: Firefox would show it with the sessionStorage from before the sign-in.
  void navigator.locks?.request(LEAVING_LOCK, { mode: 'shared' }, () => new Promise(() => {}));
  history.pushState(history.state, '');
  return { depth: history.length, address: location.pathname };
}

/**
 * Goes back from the answer of the issuer to the entry in which the sign-in began; the issuer's pages are then ahead of
 * it. Does not resolve where that leaves the document. Where there is no way back, or it is unknown, this entry gets the address.
 */
export async function leaveIssuer(start: unknown): Promise<void> {
  if (!isStart(start)) return;
  const steps = history.length - start.depth + 1;
  if (steps < 2 || history.length >= LONGEST_HISTORY) {
    history.replaceState(null, '', start.address);
    return;
  }
  history.go(-steps);
  await new Promise<void>((resolve) => {
    const timer = window.setTimeout(resolve, LEAVING_MS);
    // The way back has begun, however long it takes.
    window.addEventListener('beforeunload', () => window.clearTimeout(timer), { once: true });
  });
}

const isStart = (value: unknown): value is SignInStart =>
  typeof value === 'object' &&
  value !== null &&
  'depth' in value &&
  typeof value.depth === 'number' &&
  'address' in value &&
  typeof value.address === 'string';

// Loads parts of the client's own code that most uploads do not need, as patiently as the API is called.
import { UnavailableError } from './errors.ts';
import { type RetryOptions, retry } from './retry.ts';

/** Milliseconds, time offline not counted: code that a new release has removed never comes back. */
const patienceMs = 60_000;

/** Loads code by `load`, again and again while the network fails. Throws {@link UnavailableError}. */
export const loadCode = <Code>(
  load: () => Promise<Code>,
  options: Pick<RetryOptions, 'signal' | 'onWait'>,
): Promise<Code> =>
  retry(
    () =>
      load().catch((cause: unknown) => {
        throw new UnavailableError('No answer from import().', { cause });
      }),
    { ...options, patienceMs },
  );

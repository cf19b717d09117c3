import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnavailableError } from '../../client/errors.ts';
import { backoffMs, pause, retry } from '../../client/retry.ts';

const noWait = { sleep: async () => {} };

it('backs off within an exponential ceiling of at most ten seconds', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const ms = backoffMs(attempt, () => random);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(Math.min(10_000, 200 * 2 ** attempt));
    }),
  );
});

it('a retry never comes sooner than the server asked, up to two minutes', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(600_000), (attempt, retryAfterMs) => {
      const ms = backoffMs(attempt, Math.random, retryAfterMs);
      expect(ms).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 120_000));
      expect(ms).toBeLessThanOrEqual(130_000);
    }),
  );
});

it('an attempt is repeated while the server is unavailable, until it answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(undefined, 500, 503, 429), { maxLength: 11 }),
      async (failures) => {
        const left = [...failures];
        let attempts = 0;
        const result = await retry(async () => {
          attempts += 1;
          if (left.length === 0) return 'done';
          const status = left.shift();
          throw new UnavailableError('busy', status === undefined ? {} : { status });
        }, noWait);
        expect(result).toBe('done');
        expect(attempts).toBe(failures.length + 1);
      },
    ),
  );
});

it('no other failure is retried', async () => {
  let attempts = 0;
  const refused = new Error('refused');
  const failing = retry(async () => {
    attempts += 1;
    throw refused;
  }, noWait);
  await expect(failing).rejects.toBe(refused);
  expect(attempts).toBe(1);
});

it('stops retrying a server that answers nothing but errors, with the last of them', async () => {
  let attempts = 0;
  const failing = retry(async () => {
    attempts += 1;
    throw new UnavailableError(`failure ${attempts}`, { status: 500 });
  }, noWait);
  await expect(failing).rejects.toThrow('failure 12');
});

it('stops retrying when the network is away for longer than its patience', async () => {
  const failing = retry(
    async () => {
      throw new UnavailableError('no network');
    },
    { ...noWait, patienceMs: -1 },
  );
  await expect(failing).rejects.toThrow('no network');
});

it('retrying ends when the check before the next attempt says so', async () => {
  const settled = new Error('settled');
  const failing = retry(
    async () => {
      throw new UnavailableError('broke');
    },
    {
      ...noWait,
      async beforeRetry() {
        throw settled;
      },
    },
  );
  await expect(failing).rejects.toBe(settled);
});

it('stops waiting when aborted', async () => {
  const controller = new AbortController();
  const waiting = pause(1_000_000, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(retry(async () => 'x', { signal: controller.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

it('a retry reports why it waits before each further attempt, and when it no longer does', async () => {
  const failures = [
    new UnavailableError('no network'),
    new UnavailableError('busy', { status: 503 }),
    new UnavailableError('too many', { status: 429 }),
  ];
  const causes: unknown[] = [];
  const attempt = async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    return 'done';
  };
  await retry(attempt, { ...noWait, onWait: (cause) => causes.push(cause) });
  expect(causes).toEqual(['no_answer', 'throttled', 'throttled', undefined]);
});

it('reads its patience after each failure, so that a first answer can make it longer', async () => {
  let attempts = 0;
  let patienceMs = 60_000;
  const failing = retry(
    async () => {
      attempts += 1;
      if (attempts === 3) patienceMs = -1;
      throw new UnavailableError('no answer');
    },
    { ...noWait, patienceMs: () => patienceMs },
  );
  await expect(failing).rejects.toThrow('no answer');
  expect(attempts).toBe(3);
});

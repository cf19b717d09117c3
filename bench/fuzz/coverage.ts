// Measures which branches of the judging code a run reaches, by V8's own counts.
import { Session } from 'node:inspector/promises';

/** The judging code, and its library that detects types. */
const watched = /\/lambdas\/domain\/|\/node_modules\/(?:file-type|strtok3|token-types)\//;

/** Counts of 1, 2, 3, 4–7, 8–15 … are distinguished, so that a loop that runs far more often counts as new. */
const bucketOf = (count: number): number => (count < 4 ? count : 4 + Math.floor(Math.log2(count)));

/** A block of code, and about how often it ran. */
export type Branch = string;

/** Watches this process. Each `take` gives the branches reached since the one before. */
export async function watchCoverage(): Promise<{ take(): Promise<Set<Branch>> } & Disposable> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    async take() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const branches = new Set<Branch>();
      for (const { url, scriptId, functions } of result) {
        if (!watched.test(url)) continue;
        for (const { ranges } of functions) {
          for (const { startOffset, endOffset, count } of ranges) {
            if (count > 0)
              branches.add(`${scriptId}:${startOffset}-${endOffset}×${bucketOf(count)}`);
          }
        }
      }
      return branches;
    },
    [Symbol.dispose]: () => session.disconnect(),
  };
}

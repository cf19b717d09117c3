// Runs in a child process: the reconcile function walks everything, and the process measures its own memory at the same time.
import type { Context } from 'aws-lambda';
import type { handler as Handler } from '../../lambdas/reconcile/handler.ts';
import { secondsOf } from '../measure.ts';
import { ownPeakBytes } from '../process.ts';

const lookEveryMs = 500;

/** A walk does not keep garbage, so that it is collected before each reading. */
function look() {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
}

/** Calls the handler of a bundle. `heap` is V8's memory of the process, `resident` the machine's. */
export async function walk(bundle: string) {
  const { handler } = (await import(bundle)) as { handler: typeof Handler };
  const before = look();
  let peakHeapBytes = before.heap;
  const looking = setInterval(() => {
    peakHeapBytes = Math.max(peakHeapBytes, look().heap);
  }, lookEveryMs);
  const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
  let findings: Readonly<Record<string, number>> = {};
  const seconds = await secondsOf(async () => {
    ({ findings } = await handler({}, context));
  });
  clearInterval(looking);
  return {
    findings,
    seconds,
    heapBytes: before.heap,
    peakHeapBytes,
    residentBytes: before.resident,
    peakResidentBytes: ownPeakBytes(),
  };
}

// A process of its own: the reconcile function walks everything, and this process measures its own memory at the same time.
import type { Context } from 'aws-lambda';
import type { handler as Handler } from '../../lambdas/reconcile/handler.ts';

/** What one walk came to. Heap is what V8 keeps of it, resident is what the machine does. */
export interface Walk {
  readonly findings: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly heapBytes: number;
  readonly peakHeapBytes: number;
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
}

const { handler } = (await import(process.argv[2] ?? '')) as { handler: typeof Handler };

const lookEveryMs = 500;

// Garbage is not what a walk keeps, so each look collects it first.
function look(): { readonly heap: number; readonly resident: number } {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
}

const before = look();
let peakHeapBytes = before.heap;
const looking = setInterval(() => {
  peakHeapBytes = Math.max(peakHeapBytes, look().heap);
}, lookEveryMs);
const since = performance.now();
const context = { getRemainingTimeInMillis: () => 900_000 } as Context;
const { findings } = await handler({}, context);
const seconds = (performance.now() - since) / 1000;
clearInterval(looking);
const walk: Walk = {
  findings,
  seconds,
  heapBytes: before.heap,
  peakHeapBytes,
  residentBytes: before.resident,
  peakResidentBytes: process.resourceUsage().maxRSS * 1024,
};
process.send?.(walk, () => process.disconnect());

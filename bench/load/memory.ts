// Memory over a run: looked at every second; grown or not by the median of its last third beside that of its first.
import { median } from '../median.ts';

/** Bytes that this process holds, with its worker threads, and its main heap. */
export interface Memory {
  /** Since the watch began. */
  readonly atSeconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** One figure at the beginning and at the end of a run. */
export interface Growth {
  readonly firstBytes: number;
  readonly lastBytes: number;
  readonly ratio: number;
}

/** Looks at the memory of this process every second until it is stopped. */
export function watchMemory(): { readonly seen: readonly Memory[]; stop(): void } {
  const seen: Memory[] = [];
  const since = performance.now();
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    const atSeconds = (performance.now() - since) / 1000;
    seen.push({ atSeconds, residentBytes: rss, heapBytes: heapUsed });
  }, 1000);
  return { seen, stop: () => clearInterval(timer) };
}

/** Medians of the first and the last third of what was seen after the warm-up. Throws when nothing was. */
export function growthOf(
  seen: readonly Memory[],
  warmUpSeconds: number,
  bytesOf: (memory: Memory) => number,
): Growth {
  const steady = seen.filter(({ atSeconds }) => atSeconds > warmUpSeconds).map(bytesOf);
  const third = Math.max(1, Math.floor(steady.length / 3));
  const firstBytes = median(steady.slice(0, third));
  const lastBytes = median(steady.slice(-third));
  return { firstBytes, lastBytes, ratio: lastBytes / firstBytes };
}

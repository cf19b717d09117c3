// Memory over a run, read every second: the median of the last third is compared with that of the first.
import { readdirSync } from 'node:fs';
import { median } from '../measure.ts';

/** Bytes that this process holds, with its worker threads, and its main heap. */
export interface Memory {
  /** Since the watch began. */
  readonly atSeconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Threads, of which each execution environment of a function is one; 0 where the system does not report it. */
  readonly threads: number;
}

/** Reads the memory of this process every second until it is stopped. */
export function watchMemory(): { readonly seen: readonly Memory[]; stop(): void } {
  const seen: Memory[] = [];
  const since = performance.now();
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    const atSeconds = (performance.now() - since) / 1000;
    seen.push({ atSeconds, residentBytes: rss, heapBytes: heapUsed, threads: countThreads() });
  }, 1000);
  return { seen, stop: () => clearInterval(timer) };
}

/** The threads of this process, as Linux shows them (proc(5): /proc/pid/task). */
const countThreads = (): number =>
  process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;

/** Medians of the first and the last third of the readings after the warm-up. Throws when there are none. */
export function growthOf(
  seen: readonly Memory[],
  warmUpSeconds: number,
  figure: Exclude<keyof Memory, 'atSeconds'>,
): { readonly first: number; readonly last: number; readonly ratio: number } {
  const steady = seen.filter(({ atSeconds }) => atSeconds > warmUpSeconds);
  const figures = steady.map((memory) => memory[figure]);
  const third = Math.max(1, Math.floor(figures.length / 3));
  const first = median(figures.slice(0, third));
  const last = median(figures.slice(-third));
  return { first, last, ratio: last / first };
}

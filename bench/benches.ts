// The benchmarks by name, and what each can be asked for.
import type { Table } from './table.ts';

/** How large a bench is, where its size decides how long it takes. */
export interface Sizes {
  /** Files of the owner who has most: `--records`. */
  readonly records: number;
  /** Objects in the bucket to reconcile: `--objects`. */
  readonly objects: number;
  /** Size of a large file: `--gib`; each bench has its own default. */
  readonly gib?: number;
  /** Rights to remove in a run of their own: `--samples`; default all. */
  readonly samples?: number;
  /** Whether a bench that has a page in docs writes it: `--write`. */
  readonly write: boolean;
  /** How long to fuzz: `--seconds`. */
  readonly seconds: number;
  /** The seed of the fuzzer's random values: `--seed`. */
  readonly seed: number;
  /** How long to draw faults, or to keep up the load: `--minutes`; each bench has its own default. */
  readonly minutes?: number;
  /** Files to collect: `--files`; default 20,000. */
  readonly files?: number;
}

/** A bench measures and returns what it found. */
type Bench = (sizes: Sizes) => Promise<readonly Table[]>;

/** Every bench by name, in the order in which they run. */
export const benches: Readonly<Record<string, Bench>> = {
  requests: async () => (await import('./requests.ts')).measureRequests(),
  bundles: async () => (await import('./bundles.ts')).measureBundles(),
  accuracy: async () => (await import('./accuracy.ts')).measureAccuracy(),
  judging: async () => (await import('./judging.ts')).measureJudging(),
  fuzz: async (sizes) => (await import('./fuzz.ts')).measureFuzz(sizes),
  throughput: async () => (await import('./throughput.ts')).measureThroughput(),
  scale: async (sizes) => (await import('./scale.ts')).measureScale(sizes),
  reconcile: async (sizes) => (await import('./reconcile.ts')).measureReconcile(sizes),
  'quota-edge': async () => (await import('./quota-edge.ts')).measureQuotaEdge(),
  cdn: async () => (await import('./cdn.ts')).measureCdn(),
  permissions: async (sizes) => (await import('./permissions.ts')).measurePermissions(sizes),
  start: async () => (await import('./start.ts')).measureStart(),
  'throughput-large': async (sizes) =>
    (await import('./throughput-large.ts')).measureThroughputLarge(sizes),
  'memory-large': async (sizes) => (await import('./memory-large.ts')).measureMemoryLarge(sizes),
  collect: async (sizes) => (await import('./collect.ts')).measureCollect(sizes),
  load: async (sizes) => (await import('./load.ts')).measureLoad(sizes),
  faults: async (sizes) => (await import('./faults.ts')).measureFaults(sizes),
  resume: async (sizes) => (await import('./resume.ts')).measureResume(sizes),
};

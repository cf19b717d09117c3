// The benchmarks by name, each loaded only when it runs.
import type { Table } from './table.ts';

/** A bench measures and returns what it found. */
type Bench = () => Promise<Table | readonly Table[]>;

/** Every bench by name, in the order in which they run. */
export const benches: Readonly<Record<string, Bench>> = {
  requests: async () => (await import('./requests.ts')).measureRequests(),
  bundles: async () => (await import('./bundles.ts')).measureBundles(),
  accuracy: async () => (await import('./accuracy.ts')).measureAccuracy(),
  judging: async () => (await import('./judging.ts')).measureJudging(),
  fuzz: async () => (await import('./fuzz.ts')).measureFuzz(),
  throughput: async () => (await import('./throughput.ts')).measureThroughput(),
  scale: async () => (await import('./scale.ts')).measureScale(),
  reconcile: async () => (await import('./reconcile.ts')).measureReconcile(),
  events: async () => (await import('./events.ts')).measureEvents(),
  'quota-edge': async () => (await import('./quota-edge.ts')).measureQuotaEdge(),
  cdn: async () => (await import('./cdn.ts')).measureCdn(),
  permissions: async () => (await import('./permissions.ts')).measurePermissions(),
  start: async () => (await import('./start.ts')).measureStart(),
  'throughput-large': async () => (await import('./throughput-large.ts')).measureThroughputLarge(),
  'memory-large': async () => (await import('./memory-large.ts')).measureMemoryLarge(),
  collect: async () => (await import('./collect.ts')).measureCollect(),
  load: async () => (await import('./load.ts')).measureLoad(),
  faults: async () => (await import('./faults.ts')).measureFaults(),
  link: async () => (await import('./link.ts')).measureLink(),
  resume: async () => (await import('./resume.ts')).measureResume(),
};

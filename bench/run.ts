// `npm run bench -- [name...]`: measures what the project claims; exits with 1 when a figure is over its budget.
import { parseArgs } from 'node:util';
import { countOver, formatTable, type Table } from './table.ts';

/** How large a bench is, where its size is a matter of patience. */
interface Sizes {
  /** Files of the owner who has most: `--records`. */
  readonly records: number;
  /** Objects in the bucket to reconcile: `--objects`. */
  readonly objects: number;
  /** Size of a large file: `--gib`; each bench has its own default. */
  readonly gib?: number;
  /** Rights to take away in earnest: `--samples`; default all. */
  readonly samples?: number;
  /** Whether a bench that has a page in docs writes it: `--write`. */
  readonly write: boolean;
  /** How long to fuzz: `--seconds`. */
  readonly seconds: number;
  /** Where the fuzzer's chance begins: `--seed`. */
  readonly seed: number;
  /** How long to let it storm, or to keep up the load: `--minutes`; each bench has its own default. */
  readonly minutes?: number;
  /** Files to collect: `--files`; default 20,000. */
  readonly files?: number;
}

/** A bench measures and says what it found. */
type Bench = (sizes: Sizes) => Promise<readonly Table[]>;

const benches: Readonly<Record<string, Bench>> = {
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

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(names: readonly string[], sizes: Sizes): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    print(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  let over = 0;
  for (const [name, measure] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const table of await measure(sizes)) {
      over += countOver(table);
      print(`\n${formatTable(table)}`);
    }
  }
  print(over === 0 ? '\nEvery budget is kept.' : `\n${over} figures are OVER their budget.`);
  return over === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: '100000' },
    objects: { type: 'string', default: '5000' },
    gib: { type: 'string' },
    samples: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    write: { type: 'boolean', default: false },
    files: { type: 'string' },
  },
});
process.exitCode = await main(positionals, {
  records: Number(values.records),
  objects: Number(values.objects),
  ...(values.samples && { samples: Number(values.samples) }),
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  write: values.write,
  ...(values.minutes && { minutes: Number(values.minutes) }),
  ...(values.gib && { gib: Number(values.gib) }),
  ...(values.files && { files: Number(values.files) }),
});

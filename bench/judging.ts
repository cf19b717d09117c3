// Bench: how many files one core judges, and what judging reads of files of any size.
import { HEAD_MAX_BYTES, MAX_REQUESTS, TOTAL_MAX_BYTES } from '../lambdas/domain/stored-bytes.ts';
import { realFiles } from '../test/fixtures/hostile/fixtures.ts';
import { inspectMade, judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { type GrownFile, grownFiles } from './judging/grown-files.ts';
import { median } from './median.ts';
import { atLeast, type Budgeted, type Table, within } from './table.ts';

const growths = [1, 1_000, 1_000_000];
const rounds = 5;
/** How long each file is judged in a round. */
const turnMs = 100;

/** Measures speed and reads. */
export const measureJudging = async (): Promise<readonly Table[]> => [
  await measureSpeed(),
  await measureReads(),
];

async function measureSpeed(): Promise<Table> {
  const rates = new Map<string, number[]>();
  // The first round warms up and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    for (const sample of realFiles) {
      const since = performance.now();
      const before = process.cpuUsage();
      let done = 0;
      while (performance.now() - since < turnMs) {
        await judgeSample(sample);
        done += 1;
      }
      const { user, system } = process.cpuUsage(before);
      const rate = (done / (user + system)) * 1e6;
      if (round > 0) rates.set(sample.name, [...(rates.get(sample.name) ?? []), rate]);
    }
  }
  const rateOf = (name: string): number => median(rates.get(name) ?? []);
  const all = realFiles.length / realFiles.reduce((sum, { name }) => sum + 1 / rateOf(name), 0);
  return {
    title: 'Judgements per second on one core',
    headings: ['file', 'type', 'bytes', 'per second', 'µs each'],
    rows: [
      ...realFiles.map(({ name, claimed, file }) => [
        name,
        claimed,
        String(file.size),
        rateOf(name).toFixed(0),
        (1e6 / rateOf(name)).toFixed(0),
      ]),
      ['all in turn', '', '', atLeast(Math.round(all), 100), (1e6 / all).toFixed(0)],
    ],
    notes: [
      'Bytes are in memory: this is the work of judging alone, by the time it takes of a processor.',
      `Median of ${rounds} rounds.`,
    ],
  };
}

async function measureReads(): Promise<Table> {
  const rows = [];
  for (const kind of grownFiles) {
    const cells = [];
    for (const growth of growths) cells.push(...(await readsOf(kind, growth)));
    rows.push([kind.type, ...cells]);
  }
  return {
    title: 'What judging reads, at the size of the real file and grown',
    headings: [
      'type',
      ...growths.flatMap((growth) => [`KiB at ${growth.toLocaleString('en')} ×`, 'GETs']),
    ],
    rows,
    notes: [
      `Budget: ${TOTAL_MAX_BYTES / 1024} KiB in ${MAX_REQUESTS} requests, the first ${HEAD_MAX_BYTES / 1024} KiB among them, whatever the size.`,
      'A dash: the format cannot be as large. Plain text, CSV and JSON are made, one kibibyte at first.',
    ],
  };
}

async function readsOf(kind: GrownFile, growth: number): Promise<(string | Budgeted)[]> {
  const size = kind.size * growth;
  if (size > kind.maxSize) return ['—', '—'];
  const { bytesRead, requests } = await inspectMade(kind.grow(size));
  const kibibytes = Math.ceil(bytesRead / 1024);
  return [within(kibibytes, TOTAL_MAX_BYTES / 1024), within(requests, MAX_REQUESTS)];
}

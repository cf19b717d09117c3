// Bench: how many files one core judges, and what judging files of any size takes.
import { realFiles } from '../test/fixtures/hostile/fixtures.ts';
import { judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { measureSizes } from './judging/sizes.ts';
import { median } from './median.ts';
import { sized } from './small.ts';
import { atLeast, type Table } from './table.ts';

const rounds = sized(5, 1);
/** How long each file is judged in a round. */
const turnMs = sized(100, 1);

/** Measures speed, and what a judgement takes by size. */
export const measureJudging = async (): Promise<readonly Table[]> => [
  await measureSpeed(),
  ...(await measureSizes()),
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

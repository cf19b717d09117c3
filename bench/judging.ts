// Bench: what judging takes of one core, beside hashing the same bytes: the real files, and files of any size.
import { hash } from 'node:crypto';
import { realFiles } from '../test/fixtures/hostile/fixtures.ts';
import { judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { everyByte } from '../test/fixtures/hostile/made-file.ts';
import { measureSizes } from './judging/sizes.ts';
import { cpuSecondsOf, median, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { measuredAtLeast, type Table, times } from './table.ts';

const rounds = sized(5, 1);
/** How long each file is judged in a round. */
const turnMs = sized(100, 1);
const minPerSecond = 100;

/** Measures speed, and what a judgement takes by size. */
export const measureJudging = async (): Promise<readonly Table[]> => [
  await measureSpeed(),
  ...(await measureSizes()),
];

async function measureSpeed(): Promise<Table> {
  const ways = realFiles.flatMap((sample) => {
    const bytes = everyByte(sample.file);
    const hashOnce = async () => hash('sha256', bytes);
    return [
      [`judge ${sample.name}`, () => secondsEach(() => judgeSample(sample))],
      [`hash ${sample.name}`, () => secondsEach(hashOnce)],
    ];
  });
  const seconds = await takeTurns<number>(Object.fromEntries(ways), { rounds, warmUps: 1 });
  const judging = (name: string) => median(seconds(`judge ${name}`));
  const hashing = (name: string) => median(seconds(`hash ${name}`));
  const mean = (secondsOf: (name: string) => number) =>
    realFiles.reduce((sum, { name }) => sum + secondsOf(name), 0) / realFiles.length;
  const micros = (value: number) => (value * 1e6).toFixed(0);
  return {
    title: 'Judgements per second on one core',
    headings: ['file', 'type', 'bytes', 'per second', 'µs each', 'of SHA-256'],
    rows: [
      ...realFiles.map(({ name, claimed, file }) => [
        name,
        claimed,
        String(file.size),
        (1 / judging(name)).toFixed(0),
        micros(judging(name)),
        times(judging(name) / hashing(name)),
      ]),
      [
        'all in turn',
        '',
        '',
        measuredAtLeast(Math.round(1 / mean(judging)), minPerSecond),
        micros(mean(judging)),
        times(mean(judging) / mean(hashing)),
      ],
    ],
    notes: [
      'Bytes are in memory: this is the work of judging alone, by the time it takes of a processor, beside a SHA-256 of the same bytes.',
      `Median of ${rounds} rounds.`,
    ],
  };
}

/** CPU seconds of one act, repeated for a turn. */
async function secondsEach(act: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  let done = 0;
  const seconds = await cpuSecondsOf(async () => {
    while (performance.now() - since < turnMs) {
      await act();
      done += 1;
    }
  });
  return seconds / done;
}

// Bench: the CPU time of judging, compared with hashing the same bytes: for the real files, and for files of any size.
import { hash } from 'node:crypto';
import { realFiles } from '../test/fixtures/hostile/fixtures.ts';
import { judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { everyByte } from '../test/fixtures/hostile/made-file.ts';
import { measureSizes } from './judging/sizes.ts';
import { cpuSecondsOf, median, sum, takeTurns } from './measure.ts';
import { sized } from './options.ts';
import { measuredAtLeast, type Table, tableOf, times } from './table.ts';

const rounds = sized(5, 1);
/** How long each file is judged in a round. */
const turnMs = sized(100, 1);
const minPerSecond = 100;

/** Measures the speed, and the cost of a judgement by size. */
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
  const measured = realFiles.map(({ name, claimed, file }) => ({
    name,
    claimed,
    size: file.size,
    judging: median(seconds(`judge ${name}`)),
    hashing: median(seconds(`hash ${name}`)),
  }));
  const row = (
    file: string,
    type: string,
    bytes: number | '',
    judging: number,
    hashing: number,
  ) => ({
    file,
    type,
    bytes,
    'per second': Math.round(1 / judging),
    'µs each': (judging * 1e6).toFixed(0),
    'of SHA-256': times(judging / hashing),
  });
  const mean = (way: 'judging' | 'hashing') =>
    sum(measured.map((each) => each[way])) / measured.length;
  const inTurn = row('all in turn', '', '', mean('judging'), mean('hashing'));
  return tableOf(
    'Judgements per second on one core',
    [
      ...measured.map((each) =>
        row(each.name, each.claimed, each.size, each.judging, each.hashing),
      ),
      { ...inTurn, 'per second': measuredAtLeast(inTurn['per second'], minPerSecond) },
    ],
    'Bytes are in memory: this is the work of judging alone, by the time it takes of a processor, beside a SHA-256 of the same bytes.',
    `Median of ${rounds} rounds.`,
  );
}

/** CPU seconds of one act, repeated for a turn. */
async function secondsEach(act: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  let done = 0;
  const { seconds } = await cpuSecondsOf(async () => {
    do {
      await act();
      done += 1;
    } while (performance.now() - since < turnMs);
  });
  return seconds / done;
}

// Bench: edits files at random, keeps those that reach new branches of the judging code, and edits these further.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookCloser } from '../lambdas/domain/formats/look-closer.ts';
import { judge } from '../lambdas/domain/judge/judge.ts';
import { BudgetExceededError, type MeteredBytes } from '../lambdas/domain/stored-bytes.ts';
import { corpus } from '../test/fixtures/hostile/corpus.ts';
import {
  type Edit,
  edited,
  editKinds,
  type Seed,
  stretched,
} from '../test/fixtures/hostile/edits.ts';
import { collections, inspectMade, openMade } from '../test/fixtures/hostile/judge-sample.ts';
import { everyByte, type MadeFile } from '../test/fixtures/hostile/made-file.ts';
import { editedInside } from '../test/fixtures/hostile/packed-edits.ts';
import { budgetFor } from '../test/fixtures/hostile/read-budget.ts';
import { type Branch, watchCoverage } from './fuzz/coverage.ts';
import { cpuSecondsOf, sum } from './measure.ts';
import { amount } from './options.ts';
import { randomFrom } from './random.ts';
import { measuredWithin, type Table, tableOf, times, within } from './table.ts';

/** No file may take more CPU time to judge. */
const MAX_MS = 1000;
const SEED_MAX_BYTES = 64 * 1024;

/** How often a file is edited inside its packed parts. */
const PACKED_SHARE = 0.4;

const isPacked = ({ type, bytes }: Seed): boolean =>
  type === 'application/pdf' || bytes.toString('latin1', 0, 4) === 'PK\x03\x04';

/** Fuzzes for `--seconds`; the same `--seed` makes the same edits. */
export async function measureFuzz(): Promise<Table> {
  const seconds = amount('seconds', 60, 2);
  const random = randomFrom(amount('seed', 1, 1));
  const pool: Seed[] = Object.values(corpus)
    .flat()
    .filter(({ file }) => file.size > 0 && file.size <= SEED_MAX_BYTES)
    .map(({ claimed, file }) => ({ type: claimed, bytes: Buffer.from(everyByte(file)) }));
  const given = pool.length;
  using coverage = await watchCoverage();
  const reached = new Set<Branch>();
  const isNews = async () => {
    const before = reached.size;
    for (const branch of await coverage.take()) reached.add(branch);
    return reached.size > before;
  };
  let corpusMs = 0;
  for (const { type, bytes } of pool) corpusMs += (await tryFile(type, stretched(bytes, 1, 0))).ms;
  await isNews();
  const branchesGiven = reached.size;

  const until = performance.now() + seconds * 1000;
  const tried: (Tried & { readonly isInside: boolean })[] = [];
  const findings: Finding[] = [];
  while (performance.now() < until) {
    const wantsInside = random() < PACKED_SHARE;
    const seeds = wantsInside ? pool.filter(isPacked) : pool;
    // The latest finds are the most promising.
    const from = seeds[Math.floor(seeds.length * (1 - random() ** 2))] ?? pool[0];
    if (!from) break;
    const { type } = from;
    const inside = wantsInside ? editedInside(from, someEdits(random), pool, random()) : undefined;
    const bytes = inside ?? edited(from, someEdits(random), pool);
    const file = stretched(bytes, random(), random() < 0.2 ? stretchFor(type, random()) : 0);
    const result = await tryFile(type, file);
    tried.push({ ...result, isInside: inside !== undefined });
    const slow = result.ms > MAX_MS ? `takes ${result.ms.toFixed(0)} ms` : undefined;
    const problem = result.finding ?? slow;
    if (problem) findings.push({ problem: `${type} ${problem}`, type, bytes });
    if (await isNews()) pool.push({ type, bytes });
  }
  const slowest = tried.reduce((most, { ms }) => Math.max(most, Math.round(ms)), 0);
  const meanMs = sum(tried.map(({ ms }) => ms)) / tried.length;
  const kept = findings.length > 0 ? await keep(findings) : undefined;
  return tableOf(
    'Fuzzing of the judging path, led by coverage',
    [
      {
        'files judged': tried.length,
        'edited inside packed parts': tried.filter(({ isInside }) => isInside).length,
        'per second': (tried.length / seconds).toFixed(0),
        branches: `${branchesGiven} → ${reached.size}`,
        'files that found more': pool.length - given,
        'CPU, of the corpus unedited': times(meanMs / (corpusMs / given)),
        slowest: measuredWithin(slowest, MAX_MS, (ms) => `${ms} ms`),
        findings: within(tried.filter(({ finding }) => finding !== undefined).length, 0),
      },
    ],
    `From ${given} files of the corpus. A finding throws or reads past the budget; what is slow is named as well.`,
    'Coverage is counted while judging, which slows it down several times.',
    ...new Set(findings.map(({ problem }) => problem)),
    ...(kept ? [`The files are in ${kept}.`] : []),
  );
}

type Finding = Seed & { readonly problem: string };
type Tried = Awaited<ReturnType<typeof tryFile>>;

/** Judges one file in every collection, and reads it without the code that catches the errors of readers. */
async function tryFile(type: string, file: MadeFile) {
  const { seconds, result } = await cpuSecondsOf(async () => {
    const inspected = await inspectMade(file);
    for (const collection of Object.values(collections)) {
      judge({ contentType: type, size: file.size }, inspected.evidence, collection);
    }
    return inspected;
  });
  const { evidence, bytesRead, requests } = result;
  const budget = budgetFor(evidence);
  const finding =
    bytesRead > budget.bytes || requests > budget.requests
      ? `reads ${bytesRead} bytes in ${requests} requests`
      : await whatReaderThrows(evidence.detectedType ?? '', openMade(file));
  return { ms: seconds * 1000, finding };
}

const isReadWhole = (type: string): boolean =>
  /pdf|rtf|officedocument|opendocument|zip|tar|ms-/.test(type);

/** Up to a mebibyte where every byte is read, else up to terabytes. */
const stretchFor = (type: string, chance: number): number =>
  Math.floor(2 ** (10 + chance * (isReadWhole(type) ? 10 : 32)));

async function whatReaderThrows(type: string, bytes: MeteredBytes): Promise<string | undefined> {
  try {
    await lookCloser(type, bytes);
    return undefined;
  } catch (error) {
    return error instanceof BudgetExceededError
      ? undefined
      : `${type}: ${(error as Error).stack?.split('\n', 2).join(' ')}`;
  }
}

const someEdits = (random: () => number): readonly Edit[] =>
  Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({
    kind: editKinds[Math.floor(random() * editKinds.length)] ?? 'flip',
    at: random(),
    share: random(),
    value: Math.floor(random() * 2 ** 32),
  }));

async function keep(findings: readonly Finding[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-fuzz-'));
  for (const [index, { bytes }] of findings.slice(0, 100).entries()) {
    await writeFile(join(folder, `${index}.bin`), bytes);
  }
  const named = findings.map(({ problem, type }) => ({ problem, type }));
  await writeFile(join(folder, 'findings.json'), JSON.stringify(named, undefined, 2));
  return folder;
}

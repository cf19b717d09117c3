// Bench: takes away every right of every role in turn, and names the test that fails of it; proves a sample by really running.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JudgedRight, judgeRights, spellRight } from '../local/iam/idle-rights.ts';
import { readAccount } from '../test/run-directory.ts';
import { runStory, type StoryTest } from './permissions/run-story.ts';
import { withoutRight } from './permissions/without-right.ts';
import { atLeast, type Table, within } from './table.ts';

/** The test that was running when something was done for the first time. */
interface Attributed extends JudgedRight {
  /** Its place among the rights of its role. */
  readonly index: number;
  readonly test: StoryTest | undefined;
}

/** Runs the story once, decides it again without each right, and runs `samples` of the mutations in earnest. */
export async function measurePermissions({ samples = 6 } = {}): Promise<readonly Table[]> {
  await using started = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-permissions-'));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const whole = await runStory({ directory: join(directory, 'whole') });
  if (whole.failed.length > 0)
    throw new Error(
      `The story must pass before it is mutated; it fails in ${nameAll(whole.failed)}.`,
    );
  const state = join(directory, 'whole', 'story');
  const { roles, observations } = await readAccount(state);
  const counts = new Map<string, number>();
  const rights = (await judgeRights(roles, observations)).map((judged): Attributed => {
    const index = counts.get(judged.label) ?? 0;
    counts.set(judged.label, index + 1);
    const at = Date.parse(judged.need?.at ?? '');
    return { ...judged, index, test: whole.passed.findLast(({ startedAt }) => startedAt <= at) };
  });

  const proofs: { right: Attributed; failed: readonly string[] }[] = [];
  for (const right of spread(
    rights.filter(({ need }) => need),
    samples,
  )) {
    const copy = join(directory, `without-${proofs.length}`);
    const assembly = await withoutRight(join(state, 'cdk.out'), join(copy, 'cdk.out'), right);
    const { failed, started: hasStarted } = await runStory({
      directory: copy,
      assembly,
      ...(right.test && { file: right.test.file }),
    });
    proofs.push({ right, failed: hasStarted ? failed.map(({ name }) => name) : [startOfCloud] });
  }
  return [mutationTable(rights), proofTable(proofs)];
}

const startOfCloud = 'the start of the cloud';

/** As many as are wanted, from everywhere in the list. */
const spread = <Each>(all: readonly Each[], count: number): Each[] =>
  all.filter(
    (_, index) =>
      Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );

const nameAll = (tests: readonly StoryTest[]) => tests.map(({ name }) => name).join('; ');

function mutationTable(rights: readonly Attributed[]): Table {
  const survivors = rights.filter(({ need }) => !need).length;
  return {
    title: 'Every right of every role, taken away alone',
    headings: ['function', 'right', 'the first test that fails'],
    rows: [
      ...rights.map(({ label, right, need, test }) => [
        label,
        spellRight(right),
        need ? (test?.name ?? startOfCloud) : 'NONE: the right is idle',
      ]),
      ['all', `${rights.length} rights`, within(survivors, 0, (count) => `${count} idle`)],
    ],
    notes: [
      'decided again: the requests of one run of the story, by the policies without the right',
      'the test is the one that ran when the right was first needed; files ran one after another',
    ],
  };
}

function proofTable(proofs: readonly { right: Attributed; failed: readonly string[] }[]): Table {
  return {
    title: 'A sample of them, with the template really changed and the test really run',
    headings: ['function', 'right', 'fails', 'tests'],
    rows: proofs.map(({ right, failed }) => [
      right.label,
      spellRight(right.right),
      failed[0] ?? 'nothing',
      atLeast(failed.length, 1),
    ]),
  };
}

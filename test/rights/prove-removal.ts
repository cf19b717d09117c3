// Takes one right away from one role and runs the tests that need it: which of them fails, and is it for that very right?
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutIds } from '../../local/iam/idle-rights.ts';
import type { Right } from '../../local/iam/policy.ts';
import { toPattern } from '../../local/site/path-pattern.ts';
import type { Account } from '../run-directory.ts';
import type { ReportedRight, RightInCloud } from './judge-accounts.ts';
import { runTests, type TestRunOptions } from './run-tests.ts';

/** A test file, and how long it takes with its clouds as they are. */
export interface MeasuredFile {
  readonly file: string;
  readonly seconds: number;
  readonly report: readonly ReportedRight[];
}

/** What became of a right that was taken away. */
export interface Proof {
  readonly right: ReportedRight;
  /** The test that failed; undefined when none did, or not for the lack of this right. */
  readonly test: string | undefined;
  /** What was seen where it is not proven. */
  readonly why?: string;
}

/** Where to prove. */
export interface Place extends Pick<TestRunOptions, 'directory' | 'assemblies'> {
  readonly files: readonly MeasuredFile[];
}

/** What comes after every story, and fails when something was refused, whatever the story made of it. */
const theReport = ['--project=rights', 'test/rights/rights.test.ts'];

/** What it says next: after one file alone most rights are idle, which proves nothing here. */
export const idleTest = 'every right of every role was needed by something that a test did';

/** The test of the report that fails of a refusal of which no story takes notice. */
export const refusalTest = 'nothing that a test did was refused to a role';

const maxFiles = 3;

/** Proves that taking the right away is noticed; the quickest files that need it are tried first. */
export async function proveRemoval(right: ReportedRight, place: Place): Promise<Proof> {
  const needing = place.files
    .flatMap(({ file, seconds, report }) => {
      const needed = findNeeded(right, report);
      return needed ? [{ file, seconds, needed }] : [];
    })
    .toSorted((a, b) => a.seconds - b.seconds);
  // What a function prints is lost in silence, so that one file shows as much as many.
  const tried = needing.slice(0, right.right.startsWith('logs:') ? 1 : maxFiles);
  let why = 'no test needs it';
  for (const [index, { file, needed }] of tried.entries()) {
    const directory = join(place.directory, String(index));
    const { logicalId: role } = needed.role;
    const change = { kind: 'without', role, index: needed.index } as const;
    const isLast = index === tried.length - 1;
    const run = await runTests({
      directory,
      assemblies: place.assemblies,
      changes: { [needed.cloud]: [change] },
      parameters: ['--bail=1', '--project=story', file, ...(isLast ? theReport : [])],
    });
    const [test] = run.failed;
    if (test && test !== idleTest && refusesOnly(run.accounts, role, needed.right))
      return { right, test };
    why = `${file}: ${test ? `“${test}” failed, but not of this refusal alone` : 'all passed'}`;
    await rm(directory, { recursive: true, force: true });
  }
  return { right, test: undefined, why };
}

/** The right in a cloud that has the very same role and needed it. */
const findNeeded = (
  { role, right, clouds }: ReportedRight,
  report: readonly ReportedRight[],
): RightInCloud | undefined =>
  report
    .filter((each) => each.role === role && each.right === right)
    .flatMap(({ inClouds }) => inClouds)
    .find(({ need, cloud }) => need !== undefined && clouds.includes(cloud));

/** Whether a run's logs hold a refusal of this right to this role, and no refusal of anything else. */
function refusesOnly(accounts: readonly Account[], role: string, right: Right): boolean {
  const pattern = toPattern(withoutIds(right.resource));
  const refused = accounts.flatMap(({ roles, observations }) =>
    observations
      .filter(({ allowed }) => !allowed)
      .map((observation) => ({
        isIt:
          roles.enforced[observation.principal]?.logicalId === role &&
          observation.action.toLowerCase() === right.action.toLowerCase() &&
          pattern.test(withoutIds(observation.resource)),
        isDisclosure: observation.isDisclosure,
      })),
  );
  // A question about a caller is no request of that caller.
  return (
    refused.some(({ isIt }) => isIt) &&
    refused.every(({ isIt, isDisclosure }) => isIt || isDisclosure)
  );
}

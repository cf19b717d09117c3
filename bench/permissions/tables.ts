// The results of removed and added rights, as tables.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import type { AddedRights } from '../../test/rights/add-rights.ts';
import { type Addition, nameOf, type ReportedRight } from '../../test/rights/judge-accounts.ts';
import { type Proof, refusalTest } from '../../test/rights/prove-removal.ts';
import { type Table, times, within } from '../table.ts';

/**
 * The rights that the page shows as proven, each as its first two cells, with the test that failed. A row counts as long as a
 * test of that name passes with all rights.
 */
export async function readProofs(
  passed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const page = await readFile(join(projectRoot, 'docs', 'permissions.md'), 'utf8');
  const rows = page.split('\n').flatMap((line) => {
    const [, row = '', test = ''] = /^\| (.* \| .*) \| (.*) \|$/.exec(line) ?? [];
    return test === refusalTest || passed.has(test) ? [[row, test] as const] : [];
  });
  return new Map(rows);
}

/** The first two cells of a right's row. */
export const spellRow = (right: ReportedRight): string => `${spellRole(right)} | ${right.right}`;

/** One line for every removed right. */
export function removalTable(
  rights: readonly ReportedRight[],
  proofs: readonly Proof[],
  { minutes, kept }: { readonly minutes: number; readonly kept: number },
): Table {
  const survivors = proofs.filter(({ test }) => test === undefined);
  const roles = new Set(rights.map(spellRole));
  return {
    title: `Rights taken away: ${proofs.length} of ${rights.length}, from ${roles.size} roles`,
    headings: ['role', 'right', 'the test that fails'],
    rows: [
      ...proofs.map(({ right, test, why }) => [
        spellRole(right),
        right.right,
        test ?? `NONE: ${why}`,
      ]),
      ['all', 'removals that no test noticed', within(survivors.length, 0)],
    ],
    notes: [
      'Each alone: the template without the right, the stacks started from it, and a test file that needs the right run.',
      'Noticed is what makes a test fail and is refused in the log, with nothing else refused in that run.',
      ...(kept > 0
        ? [`${kept} of them were taken away in earlier runs, whose tests still pass.`]
        : []),
      `It took ${minutes.toFixed(0)} minutes. Noticed: ${times((proofs.length - survivors.length) / proofs.length)} what was taken away.`,
    ],
  };
}

/** How many rights were added, and how many of them the report has found. */
export function additionTable(decided: readonly Addition[], added: AddedRights): Table {
  const missed = decided.filter(({ found }) => !found).length;
  const found = added.isReported ? added.found.length : 0;
  const unseen = added.added.length - found + added.mistaken.length;
  return {
    title: 'Rights added',
    headings: ['how', 'added', 'not found, or others taken for them'],
    rows: [
      [
        'every role given each right that only others have, decided again with what the tests did',
        String(decided.length),
        within(missed, 0),
      ],
      [
        'every role given one of them in its template, and the whole story run with the report',
        String(added.added.length),
        within(unseen, 0),
      ],
    ],
    notes: added.mistaken.map((words) => `taken for an added one: ${words}`),
  };
}

const configurations: Readonly<Record<string, string>> = {
  'story-cdn': 'downloads through the CDN',
  'story-clamd': 'clamd',
  'story-guardduty': 'GuardDuty',
};

/** A role's name, and the configurations with this form of it, if not all have it. */
function spellRole({ role, clouds }: ReportedRight): string {
  const special = clouds.includes('story') ? [] : clouds;
  const where = special.map((cloud) => configurations[cloud] ?? cloud).join(', ');
  return where ? `${nameOf(role)} (${where})` : nameOf(role);
}

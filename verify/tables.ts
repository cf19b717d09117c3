// The tables of a differential run: by kind of active content and by transformation, with a column for each reader.
import type { Table } from '../bench/table.ts';
import { within } from '../bench/table.ts';
import type { Compared } from './compare.ts';

/** The results of the variants, summed up for a person. */
export function tablesOf(compared: readonly Compared[]): readonly Table[] {
  const hostile = compared.filter(({ variant }) => !variant.isHonest);
  const honest = compared.filter(({ variant }) => variant.isHonest);
  return [
    countTable(
      'Hostile variants by what they do',
      'content',
      Map.groupBy(hostile, ({ variant: { family, kind } }) => `${family}: ${kind}`),
    ),
    countTable('Hostile variants by transformation', 'transformation', groupBySteps(hostile)),
    honestTable(honest),
  ];
}

function countTable(
  title: string,
  heading: string,
  groups: ReadonlyMap<string, readonly Compared[]>,
): Table {
  const readers = [...new Set([...groups.values()].flat().flatMap(({ seenBy }) => seenBy))].sort();
  const count = (group: readonly Compared[], result: Compared['result']) =>
    group.filter((one) => one.result === result).length;
  const rowOf = (name: string, group: readonly Compared[]) => [
    name,
    String(group.length),
    String(group.filter(({ verdict }) => verdict.outcome === 'rejected').length),
    within(count(group, 'wrongly accepted'), 0),
    String(count(group, 'refused, not shown to be active')),
    String(count(group, 'accepted, not shown to be active')),
    ...readers.map((reader) =>
      String(group.filter(({ seenBy }) => seenBy.includes(reader)).length),
    ),
  ];
  const rows = [...groups].sort(([one], [other]) => one.localeCompare(other));
  return {
    title,
    headings: [
      heading,
      'variants',
      'refused',
      'seen and accepted',
      'refused, seen by no reader',
      'accepted, seen by no reader',
      ...readers,
    ],
    rows: rows.map(([name, group]) => rowOf(name, group)),
    notes: [
      'The columns on the right count the variants in which that reader sees active content.',
      'A variant that no reader shows to be active counts neither for nor against Airlock.',
    ],
  };
}

/** A variant with several transformations counts under each of them. */
function groupBySteps(compared: readonly Compared[]): ReadonlyMap<string, readonly Compared[]> {
  const groups = new Map<string, Compared[]>();
  for (const one of compared) {
    const { family, steps } = one.variant;
    for (const step of steps.length === 0 ? ['as it is'] : new Set(steps)) {
      const name = `${family}: ${step}`;
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
  }
  return groups;
}

const honestTable = (honest: readonly Compared[]): Table => ({
  title: 'Honest counterparts, which only speak of active content',
  headings: ['content', 'files', 'accepted', 'wrongly refused'],
  rows: [...Map.groupBy(honest, ({ variant: { family, kind } }) => `${family}: ${kind}`)].map(
    ([name, group]) => [
      name,
      String(group.length),
      String(group.filter(({ result }) => result === 'accepted').length),
      within(group.filter(({ result }) => result === 'wrongly refused').length, 0),
    ],
  ),
});

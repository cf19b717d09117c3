// Rows of choices in which every pair of values of two options occurs, for options whose every combination is too many.

/** How many values each option has, by its name. */
export type Sizes = Readonly<Record<string, number>>;

/** The index of the chosen value by the option's name. */
export type Choice = Readonly<Record<string, number>>;

interface Cell {
  readonly option: string;
  readonly value: number;
}

const keyOf = (a: Cell, b: Cell): string =>
  [a, b]
    .map(({ option, value }) => `${option}=${value}`)
    .sort()
    .join(' & ');

/** Every pair of values of two different options. */
export function pairsOf(sizes: Sizes): Set<string> {
  const cells = Object.entries(sizes).flatMap(([option, size]) =>
    Array.from({ length: size }, (_, value): Cell => ({ option, value })),
  );
  const pairs = cells.flatMap((a) =>
    cells.filter(({ option }) => option !== a.option).map((b) => keyOf(a, b)),
  );
  return new Set(pairs);
}

/** The pairs that one row covers. */
export function pairsIn(row: Choice): string[] {
  const cells = Object.entries(row).map(([option, value]): Cell => ({ option, value }));
  return cells.flatMap((a, index) => cells.slice(index + 1).map((b) => keyOf(a, b)));
}

/** Every option alone at each of its values, the others at their first. */
export function singles(sizes: Sizes): Choice[] {
  const base = Object.fromEntries(Object.keys(sizes).map((option) => [option, 0]));
  const changed = Object.entries(sizes).flatMap(([option, size]) =>
    Array.from({ length: size - 1 }, (_, index) => ({ ...base, [option]: index + 1 })),
  );
  return [base, ...changed];
}

/**
 * Rows that together cover every pair. Greedy: each row starts from a pair that is not covered yet and then takes, option
 * by option, the value that covers most. The same sizes always give the same rows.
 */
export function coveringArray(sizes: Sizes): Choice[] {
  const open = pairsOf(sizes);
  const rows: Choice[] = [];
  for (let [seed] = open; seed !== undefined; [seed] = open) {
    const row: Record<string, number> = Object.fromEntries(
      seed.split(' & ').map((cell) => {
        const [option = '', value] = cell.split('=');
        return [option, Number(value)];
      }),
    );
    for (const [option, size] of Object.entries(sizes)) {
      if (row[option] !== undefined) continue;
      const gains = Array.from({ length: size }, (_, value) => gainOf(row, { option, value }));
      row[option] = gains.indexOf(Math.max(...gains));
    }
    for (const pair of pairsIn(row)) open.delete(pair);
    rows.push(row);
  }
  return rows;

  function gainOf(row: Choice, cell: Cell): number {
    return Object.entries(row).filter(([option, value]) => open.has(keyOf({ option, value }, cell)))
      .length;
  }
}

// The output of every bench: compact tables in which a figure stands beside its budget.

/** A figure that has a budget to keep. */
export interface Budgeted {
  readonly text: string;
  readonly isOver: boolean;
  /** Whether it is a figure of time or memory, which differs with the machine and its load; else it is counted. */
  readonly isMeasured: boolean;
}

/** A cell of a table. */
export type Cell = string | number | Budgeted;

/** The result of a bench. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Notes that a reader needs to trust the figures. */
  readonly notes?: readonly string[];
}

/** A table of rows that name their cells; the names are its headings. */
export const tableOf = (
  title: string,
  rows: readonly Readonly<Record<string, Cell>>[],
  ...notes: readonly string[]
): Table => ({ title, headings: Object.keys(rows[0] ?? {}), rows: rows.map(Object.values), notes });

type Format = (figure: number) => string;

function compare(
  figure: number,
  sign: '≤' | '≥',
  budget: number,
  format: Format,
  isMeasured: boolean,
): Budgeted {
  const isKept = sign === '≤' ? figure <= budget : figure >= budget;
  const verdict = isKept ? 'ok' : sign === '≤' ? 'OVER' : 'UNDER';
  const text = `${format(figure)} ${sign} ${format(budget)} ${verdict}`;
  return { text, isOver: !isKept, isMeasured };
}

/** A count beside the most it may be: requests, units, bytes or findings, the same on every machine. */
export const within = (figure: number, budget: number, format: Format = String): Budgeted =>
  compare(figure, '≤', budget, format, false);

/** A figure of time or memory beside the most it may be. */
export const measuredWithin = (figure: number, budget: number, format: Format = String): Budgeted =>
  compare(figure, '≤', budget, format, true);

/** A figure of speed beside the least it may be. */
export const measuredAtLeast = (figure: number, budget: number, format: Format = String) =>
  compare(figure, '≥', budget, format, true);

/** A count beside the only right one. */
export const exactly = (figure: number, wanted: number): Budgeted => ({
  text: String(figure),
  isOver: figure !== wanted,
  isMeasured: false,
});

/** How many figures of a table are over their budget: of all, or only of those that are counted. */
export const countOver = ({ rows }: Table, which: 'all' | 'counted' = 'all'): number =>
  rows
    .flat()
    .filter((cell) => typeof cell === 'object')
    .filter(({ isOver, isMeasured }) => isOver && (which === 'all' || !isMeasured)).length;

/** A ratio to something else that the same run measured. */
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

/** Seconds with one decimal. */
export const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** A count with commas between thousands. */
export const inThousands = (count: number): string => count.toLocaleString('en');

/** Bytes as whole mebibytes. */
export const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;

/** A table as text: columns of figures to the right, all others to the left. */
export function formatTable({ title, headings, rows, notes = [] }: Table): string {
  const texts = rows.map((row) => row.map(textOf));
  const columns = headings.map((heading, index) => {
    const cells = texts.map((row) => row[index] ?? '');
    const width = Math.max(...[heading, ...cells].map(({ length }) => length));
    const isFigures = cells.every((cell) => /^(\$?\d.*)?$/.test(cell));
    return (text = '') => (isFigures ? text.padStart(width) : text.padEnd(width));
  });
  const body = [headings, ...texts].map((row) =>
    columns.map((align, index) => align(row[index])).join('  '),
  );
  const lines = [...body, ...notes.map((note) => `· ${note}`)];
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n');
}

/** A table as Markdown, under its own heading. */
export function formatMarkdown({ title, headings, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const body = [headings, headings.map(() => '---'), ...rows.map((row) => row.map(textOf))];
  const table = rows.length > 0 ? body.map(line).join('\n') : '';
  return [`## ${title}`, table, notes.join('\n')].filter((part) => part !== '').join('\n\n');
}

const textOf = (cell: Cell): string => (typeof cell === 'object' ? cell.text : String(cell));

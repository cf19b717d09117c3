// How every bench prints: compact tables in which a figure stands beside its budget.

/** A figure that has a budget to keep. */
export interface Budgeted {
  readonly text: string;
  readonly isOver: boolean;
  /** Whether it is a figure of time or memory, which differs with the machine and its load; else it is counted. */
  readonly isMeasured: boolean;
}

/** What a bench found. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | Budgeted)[])[];
  /** What a reader must know to trust the figures. */
  readonly notes?: readonly string[];
}

type Format = (figure: number) => string;

const budgeted = (text: string, verdict: string, isMeasured: boolean): Budgeted => ({
  text: `${text} ${verdict || 'ok'}`,
  isOver: verdict !== '',
  isMeasured,
});

const atMost = (figure: number, budget: number, format: Format, isMeasured: boolean): Budgeted =>
  budgeted(
    `${format(figure)} ≤ ${format(budget)}`,
    figure > budget || Number.isNaN(figure) ? 'OVER' : '',
    isMeasured,
  );

/** A count beside the most it may be: requests, units, bytes or findings, the same on every machine. */
export const within = (figure: number, budget: number, format: Format = String): Budgeted =>
  atMost(figure, budget, format, false);

/** A figure of time or memory beside the most it may be. */
export const measuredWithin = (figure: number, budget: number, format: Format = String): Budgeted =>
  atMost(figure, budget, format, true);

/** A figure of speed beside the least it may be. */
export const measuredAtLeast = (
  figure: number,
  budget: number,
  format: Format = String,
): Budgeted =>
  budgeted(`${format(figure)} ≥ ${format(budget)}`, figure >= budget ? '' : 'UNDER', true);

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
    .filter(
      (cell) => typeof cell !== 'string' && cell.isOver && (which === 'all' || !cell.isMeasured),
    ).length;

/** A ratio to something else that the same run measured. */
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

/** Bytes as whole mebibytes. */
export const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;

/** A table as text: columns of figures to the right, all others to the left. */
export function formatTable({ title, headings, rows, notes = [] }: Table): string {
  const texts = rows.map((row) => row.map(textOf));
  const columns = headings.map((heading, index) => {
    const cells = texts.map((row) => row[index] ?? '');
    return {
      width: Math.max(heading.length, ...cells.map((cell) => cell.length)),
      isFigures: cells.every((cell) => /^(\$?\d.*)?$/.test(cell)),
    };
  });
  const align = (line: readonly string[]) =>
    columns
      .map(({ width, isFigures }, index) =>
        isFigures ? (line[index] ?? '').padStart(width) : (line[index] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd();
  const body = [headings, ...texts].map(align);
  return [title, ...[...body, ...notes.map((note) => `· ${note}`)].map((line) => `  ${line}`)].join(
    '\n',
  );
}

/** A table as Markdown, under a heading of its own. */
export function formatMarkdown({ title, headings, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const body = [headings, headings.map(() => '---'), ...rows.map((row) => row.map(textOf))];
  const table = rows.length > 0 ? body.map(line).join('\n') : '';
  return [`## ${title}`, table, notes.join('\n')].filter((part) => part !== '').join('\n\n');
}

const textOf = (cell: string | Budgeted): string => (typeof cell === 'string' ? cell : cell.text);

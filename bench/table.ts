// How every bench prints: compact tables in which a figure stands beside its budget.

/** A figure that has a budget to keep. */
export interface Budgeted {
  readonly text: string;
  readonly isOver: boolean;
}

/** What a bench found. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | Budgeted)[])[];
  /** What a reader must know to trust the figures. */
  readonly notes?: readonly string[];
}

/** A figure beside the most it may be. */
export function within(
  figure: number,
  budget: number,
  format: (figure: number) => string = String,
): Budgeted {
  const isOver = figure > budget;
  return { text: `${format(figure)} ≤ ${format(budget)} ${isOver ? 'OVER' : 'ok'}`, isOver };
}

/** A figure beside the least it may be. */
export function atLeast(
  figure: number,
  budget: number,
  format: (figure: number) => string = String,
): Budgeted {
  const isOver = figure < budget;
  return { text: `${format(figure)} ≥ ${format(budget)} ${isOver ? 'UNDER' : 'ok'}`, isOver };
}

/** How many figures of a table are over their budget. */
export const countOver = ({ rows }: Table): number =>
  rows.flat().filter((cell) => typeof cell !== 'string' && cell.isOver).length;

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

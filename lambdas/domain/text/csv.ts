// Whether text is a table of comma-separated values (RFC 4180), judged with the patience that real exports need.

const csvDelimiters = [',', ';', '\t', '|'] as const;
const tsvDelimiters = ['\t'] as const;
/** Fewer rows say nothing about a table's shape. */
const MIN_ROWS = 5;

/** Says why text is no table; undefined when it is one, or so far is. `isCut` when more follows. */
export const csvFlaw = (text: string, isCut: boolean): string | undefined =>
  tableFlaw(csvDelimiters, text, isCut);

/** The same of a table whose columns are separated by tabs. */
export const tsvFlaw = (text: string, isCut: boolean): string | undefined =>
  tableFlaw(tsvDelimiters, text, isCut);

function tableFlaw(
  delimiters: readonly string[],
  text: string,
  isCut: boolean,
): string | undefined {
  const flaws = delimiters.map((delimiter) => flawWith(delimiter, text, isCut));
  // One delimiter that explains the text is enough; a table of one column has none.
  return flaws.includes(undefined) ? undefined : flaws[0];
}

function flawWith(delimiter: string, text: string, isCut: boolean): string | undefined {
  const { widths, openQuote } = widthsOf(delimiter, text);
  if (openQuote !== undefined && !isCut) {
    return `the quote that opens in row ${openQuote} is never closed`;
  }
  if (isCut) widths.pop();
  if (widths.length < MIN_ROWS) return undefined;
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [columns, rows] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
  if (rows * 2 >= widths.length) return undefined;
  return `only ${rows} of its ${widths.length} rows have the same number of columns, ${columns}`;
}

/** How many fields each row has, blank rows left out, and the row of a quote that is still open at the end. */
function widthsOf(delimiter: string, text: string) {
  const widths: number[] = [];
  let width = 1;
  let isBlank = true;
  let quotedFrom: number | undefined;
  let isFieldStart = true;
  for (const character of text) {
    if (character === '"' && (isFieldStart || quotedFrom !== undefined)) {
      // A doubled quote closes and opens again, which comes to the same.
      quotedFrom = quotedFrom === undefined ? widths.length + 1 : undefined;
      isFieldStart = quotedFrom === undefined;
      isBlank = false;
    } else if (quotedFrom !== undefined) {
      isFieldStart = false;
    } else if (character === '\n') {
      if (!isBlank) widths.push(width);
      width = 1;
      isBlank = true;
      isFieldStart = true;
    } else if (character === delimiter) {
      width += 1;
      isBlank = false;
      isFieldStart = true;
    } else if (character !== '\r' && character !== ' ') {
      isBlank = false;
      isFieldStart = false;
    }
  }
  if (!isBlank) widths.push(width);
  return { widths, openQuote: quotedFrom };
}

// Lines of a text that arrives in pieces.

/** A line without its end, counted from 1. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

/** Splits at LF; a CR before it belongs to the end. What follows the last LF is a line where it is not empty. */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let number = 0;
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { number: ++number, text: withoutReturn(line) };
  }
  if (rest !== '') yield { number: number + 1, text: withoutReturn(rest) };
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

// Reads the strings of a JSON text with their positions, which JSON.parse does not return.

/** A string in a JSON text. */
export interface JsonString {
  /** Where it stands: names of members, and `*` for an item of a list. */
  readonly path: readonly string[];
  readonly value: string;
  /** Start and end of what is between the quotes. */
  readonly start: number;
  readonly end: number;
  /** Whether it is the name of a member, whose path ends in itself. */
  readonly isName: boolean;
}

const token = /([{}[\],])|("(?:[^"\\]|\\.)*")(\s*:)?|[^\s{}[\],"]+/g;

/**
 * Every string of a JSON text, names of members included.
 * @throws SyntaxError when the text is not JSON.
 */
export function readJsonStrings(text: string): readonly JsonString[] {
  JSON.parse(text);
  const strings: JsonString[] = [];
  /** The name or `*` at each open brace or bracket. */
  const path: string[] = [];
  for (const { 0: all, 1: mark, 2: quoted, 3: colon, index } of text.matchAll(token)) {
    if (mark === '{') path.push('');
    else if (mark === '[') path.push('*');
    else if (mark === '}' || mark === ']') path.pop();
    if (!quoted) continue;
    const value: string = JSON.parse(quoted);
    if (colon) path[path.length - 1] = value;
    const start = index + 1;
    strings.push({
      path: [...path],
      value,
      start,
      end: index + all.length - (colon?.length ?? 0) - 1,
      isName: Boolean(colon),
    });
  }
  return strings;
}

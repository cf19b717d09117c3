// The tokens of CSS that matter to references, with escapes undone, in one pass over the text (CSS Syntax 3 §4.3).

/** A token and the place of its value: without quotes, and for `url()` without the parentheses. */
export interface CssToken {
  readonly type: 'at-keyword' | 'function' | 'string' | 'url' | '(' | ')' | '{' | '}' | ';';
  /** Escapes undone; names of functions and at-rules in lower case. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const blank = /[ \t\r\n\f]*/y;
const escapes = String.raw`\\(?:[\da-f]{1,6}(?:\r\n|[ \t\r\n\f])?|[^\r\n\f\da-f])`;
const identifier = new RegExp(String.raw`(?:[-\w\u0080-\u{10ffff}]|${escapes})+`, 'iuy');
const unquoted = new RegExp(String.raw`(?:[^"'()\\ \t\r\n\f]|${escapes})*`, 'iuy');
const remnants = /(?:[^)\\]|\\.)*/sy;
const strings: Readonly<Record<string, RegExp>> = {
  '"': /(?:[^"\\\r\n\f]|\\(?:\r\n|.))*/sy,
  "'": /(?:[^'\\\r\n\f]|\\(?:\r\n|.))*/sy,
};

/** Reads the tokens in their order. Any text is CSS: what is malformed gives fewer tokens. */
export function* readCssTokens(text: string): Generator<CssToken> {
  let at = 0;
  while (at < text.length) {
    const start = at;
    const mark = text[at] ?? '';
    if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
    } else if (strings[mark]) {
      yield readString(mark);
    } else if (mark === '@') {
      at += 1;
      const name = take(identifier);
      if (name) yield { type: 'at-keyword', value: nameOf(name), start, end: at };
    } else if (isPunctuation(mark)) {
      at += 1;
      yield { type: mark, value: mark, start, end: at };
    } else {
      const name = take(identifier);
      if (!name) at += 1;
      else if (text[at] === '(') yield* readFunction(nameOf(name), start);
    }
  }

  function take(pattern: RegExp): string {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  }

  function readString(quote: string): CssToken {
    at += 1;
    const start = at;
    const value = take(strings[quote] ?? blank);
    const end = at;
    if (text[at] === quote) at += 1;
    return { type: 'string', value: unescapeCss(value), start, end };
  }

  /** A function, or the one token that `url(` and an address without quotes are together. */
  function* readFunction(name: string, start: number): Generator<CssToken> {
    at += 1;
    const end = at;
    take(blank);
    if (name !== 'url' || strings[text[at] ?? '']) {
      at = end;
      yield { type: 'function', value: name, start, end };
      return;
    }
    const from = at;
    const value = take(unquoted);
    const to = at;
    take(blank);
    const isWhole = at === text.length || text[at] === ')';
    if (!isWhole) take(remnants);
    at += 1;
    if (isWhole && value) yield { type: 'url', value: unescapeCss(value), start: from, end: to };
  }
}

const isPunctuation = (mark: string): mark is '(' | ')' | '{' | '}' | ';' => '(){};'.includes(mark);

const nameOf = (written: string): string => unescapeCss(written).toLowerCase();

/** Undoes the escapes of CSS Syntax 3 §4.3.7. */
const unescapeCss = (value: string): string =>
  value.replace(
    /\\(?:([\da-f]{1,6})(?:\r\n|[ \t\r\n\f])?|\r\n|[\n\r\f]|(.))/giu,
    (_, hex?: string, character?: string) =>
      hex ? characterOf(Number.parseInt(hex, 16)) : (character ?? ''),
  );

/** The replacement character stands for what is no character (§4.3.7). */
const characterOf = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
    ? '\ufffd'
    : String.fromCodePoint(code);

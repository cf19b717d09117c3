// Whether text is JSON (RFC 8259), as far as it was read. Iterative, so that no nesting can exhaust the stack.

// Tabs and line ends are the control characters that text can still have here; a string may hold none raw.
const tokens =
  /[\t\n\r ]+|[{}[\],:]|"(?:[^"\\\t\n\f\r]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/gy;

/** What may come next: a value, a name, and whether the bracket may close instead. */
type Expecting = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma' | 'end';

/** Says where and why text is not JSON; undefined when it is, or so far is. `isCut` when more follows. */
export function jsonFlaw(text: string, isCut: boolean): string | undefined {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  const closed = (): Expecting => (open.length === 0 ? 'end' : 'comma');

  while (at < text.length) {
    tokens.lastIndex = at;
    const token = tokens.exec(text)?.[0];
    // What the end of the reading cuts in two is no flaw.
    if (token === undefined)
      return isCut && isCutToken(text, at) ? undefined : flawAt(text, at, expecting);
    const next: Expecting | undefined = /^\s/.test(token) ? expecting : advance(token);
    if (next === undefined) return flawAt(text, at, expecting);
    expecting = next;
    at += token.length;
  }
  if (isCut || expecting === 'end') return undefined;
  return `it ends before its value does, where ${inWords[expecting]} should stand`;

  function advance(token: string): Expecting | undefined {
    const takesValue = expecting === 'value' || expecting === 'value or ]';
    const takesName = expecting === 'name' || expecting === 'name or }';
    switch (token) {
      case '{':
      case '[':
        if (!takesValue) return undefined;
        open.push(token);
        return token === '{' ? 'name or }' : 'value or ]';
      case '}':
      case ']': {
        const empty = token === '}' ? 'name or }' : 'value or ]';
        if (expecting !== 'comma' && expecting !== empty) return undefined;
        return open.pop() === (token === '}' ? '{' : '[') ? closed() : undefined;
      }
      case ',':
        if (expecting !== 'comma') return undefined;
        return open.at(-1) === '{' ? 'name' : 'value';
      case ':':
        return expecting === 'colon' ? 'value' : undefined;
      default:
        if (takesName) return token.startsWith('"') ? 'colon' : undefined;
        return takesValue ? closed() : undefined;
    }
  }
}

const inWords: Readonly<Record<Expecting, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  name: 'a name in quotes',
  'name or }': 'a name in quotes or }',
  colon: 'a colon',
  comma: 'a comma or a closing bracket',
  end: 'nothing more',
};

/** A string, number or word that may continue after the last character that was read. */
const isCutToken = (text: string, at: number): boolean =>
  /^(?:"(?:[^"\\\t\n\f\r]|\\.)*\\?|[\w.+-]{1,5})$/.test(text.slice(at));

function flawAt(text: string, at: number, expecting: Expecting): string {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const found = JSON.stringify(text.slice(at, at + 12));
  return `line ${before.length}, column ${column} has ${found} where ${inWords[expecting]} should stand`;
}

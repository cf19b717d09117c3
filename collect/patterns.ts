// The patterns of the `static` settings, compiled once for any number of names.

/**
 * A test for any of these patterns: `*` and `?` within a name, `**` across directories, `{a,b}` for either. Without a
 * slash a pattern holds for the filename in any directory; a slash at its start ties it to the root.
 */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => false;
  const any = new RegExp(patterns.map(toSource).join('|'), 'u');
  return (name) => any.test(name);
}

const tokens = /\*\*\/|\*\*|\*|\?|\{[^{}/]*\}|./gsu;

function toSource(pattern: string): string {
  const path = pattern.normalize('NFC').replace(/^\//, '');
  const anywhere = pattern.includes('/') ? '' : '(?:.*/)?';
  return `^${anywhere}${path.replace(tokens, toRegExp)}$`;
}

function toRegExp(token: string): string {
  if (token === '**/') return '(?:.*/)?';
  if (token === '**') return '.*';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.length > 2) return `(?:${token.slice(1, -1).split(',').map(literally).join('|')})`;
  return literally(token);
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

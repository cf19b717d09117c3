// Reads the comments on the fields of a Zod schema from its formatted source, for descriptions that people read.

/** The comment of each field, by its path of names, such as `parts.partNumber`. */
export type FieldComments = ReadonlyMap<string, string>;

/**
 * Comments on the fields of one constant of a source file, those of a schema whose `shape` it spreads included. The
 * formatter indents a field by its depth.
 * @throws Error when the source has no such constant
 */
export function fieldCommentsOf(source: string, constant: string): FieldComments {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => isStartOf(line, constant));
  if (start < 0) throw new Error(`There is no constant ${constant}.`);
  const comments = new Map<string, string>();
  const open: { readonly name: string; readonly indent: number }[] = [];
  let comment: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^\S/.test(line)) break;
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    const field = /^(\w+)(?::|,$)/.exec(text)?.[1];
    const spread = /^\.\.\.(\w+)\.shape,$/.exec(text)?.[1];
    if (spread && source.includes(`const ${spread} = `)) {
      for (const [path, each] of fieldCommentsOf(source, spread)) comments.set(path, each);
    } else if (text.startsWith('/**') || text.startsWith('*')) {
      comment.push(textOf(text));
    } else if (field) {
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      const path = [...open.map(({ name }) => name), field].join('.');
      const description = comment.filter((part) => part !== '').join(' ');
      if (description !== '') comments.set(path, description);
      open.push({ name: field, indent });
      comment = [];
    }
  }
  return comments;
}

/** The comment above an exported constant as one paragraph. */
export function commentAbove(source: string, constant: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => isStartOf(line, constant));
  const above: string[] = [];
  for (const line of lines.slice(0, Math.max(start, 0)).reverse()) {
    const text = line.trim();
    if (!text.startsWith('/**') && !text.startsWith('*')) break;
    above.unshift(textOf(text));
  }
  return above.filter((part) => part !== '').join(' ');
}

const isStartOf = (line: string, constant: string): boolean =>
  line.replace(/^export /, '').startsWith(`const ${constant} = `);

const textOf = (line: string): string =>
  line
    .replace(/^\/?\*+\/?/, '')
    .replace(/\*\/$/, '')
    .trim();

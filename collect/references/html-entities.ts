// The position of each character of a decoded attribute value in the text, in which it may be written as `&amp;`.
import { parseFragment } from 'parse5';

const entity = /&(?:#x[\da-f]+|#\d+|[a-z][a-z\d]*);?/iy;

/**
 * The offset in `raw` of each character of `value` and of its end; undefined when both are the same text, so that
 * every offset is too.
 */
export function rawOffsets(raw: string, value: string): readonly number[] | undefined {
  if (raw === value) return undefined;
  const offsets: number[] = [];
  for (let at = 0; at < raw.length; ) {
    const [length, decodedLength] = unitAt(raw, at);
    for (let unit = 0; unit < decodedLength; unit += 1) offsets.push(at);
    at += length;
  }
  return [...offsets, raw.length];
}

/** The length of an entity as it is written, and of the text that it means. */
function unitAt(raw: string, at: number): readonly [number, number] {
  // A parser reads both ends of a Windows line as one.
  if (raw.startsWith('\r\n', at)) return [2, 1];
  entity.lastIndex = at;
  const [written] = raw[at] === '&' ? (entity.exec(raw) ?? []) : [];
  if (!written) return [1, 1];
  // The next character decides whether a name without a semicolon is an entity (HTML §13.2.5.73).
  const next = raw.slice(at + written.length, at + written.length + 1).replace(/["&\r]/, ' ');
  const { childNodes } = parseFragment(`<a title="${written}${next}">`);
  const [parsed] = childNodes;
  const decoded = parsed && 'attrs' in parsed ? (parsed.attrs[0]?.value ?? '') : '';
  return [written.length, decoded.length - next.length];
}

// References in XML text: the five predefined entities and characters by number (XML 1.0, sections 4.1 and 4.6).
import { FormatError } from '../evidence.ts';

/** Longest reference: `&#x10FFFF;` with leading zeros to spare. */
export const REFERENCE_MAX_CHARACTERS = 32;

const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Replaces the references in a text. @throws FormatError at an entity that only a DTD could define */
export function resolveReferences(text: string): string {
  let at = text.indexOf('&');
  if (at < 0) return text;
  const parts: string[] = [];
  let from = 0;
  while (at >= 0) {
    const end = text.indexOf(';', at);
    if (end < 0 || end - at > REFERENCE_MAX_CHARACTERS) {
      throw new FormatError('contradictory', 'It has an & in its text that begins no reference.');
    }
    parts.push(text.slice(from, at), characterOf(text.slice(at + 1, end)));
    from = end + 1;
    at = text.indexOf('&', from);
  }
  parts.push(text.slice(from));
  return parts.join('');
}

function characterOf(name: string): string {
  const character = predefined.get(name);
  if (character !== undefined) return character;
  const code = /^#x[0-9a-fA-F]+$/.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : /^#[0-9]+$/.test(name)
      ? Number.parseInt(name.slice(1), 10)
      : undefined;
  if (code === undefined || !isCharacter(code)) {
    throw new FormatError(
      'contradictory',
      `It has the unknown reference ${JSON.stringify(`&${name};`)}.`,
    );
  }
  return String.fromCodePoint(code);
}

/** The production Char of XML 1.0. */
const isCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

// The text formats: what marks them, and what keeps a text from being one.
import { csvFlaw } from './csv.ts';
import type { DecodedText } from './decode.ts';
import { jsonFlaw } from './json.ts';

/** Gives the reason why a text is not of a format, as the end of a sentence; undefined when it is, or so far is. */
type FindFlaw = (text: string, isCut: boolean) => string | undefined;

const between =
  (first: string, last: string): FindFlaw =>
  (text, isCut) => {
    if (!text.trimStart().toUpperCase().startsWith(first)) return `it does not begin with ${first}`;
    const isWhole = isCut || text.trimEnd().toUpperCase().endsWith(last);
    return isWhole ? undefined : `it does not end with ${last}`;
  };

const formats: Readonly<Record<string, { readonly mark?: RegExp; readonly flaw: FindFlaw }>> = {
  'application/json': { flaw: jsonFlaw },
  'text/csv': { flaw: csvFlaw },
  // W3C WebVTT, section 4.1.
  'text/vtt': {
    mark: /^WEBVTT(?:[ \t\r\n]|$)/,
    flaw: (text) =>
      /^WEBVTT(?:[ \t\r\n]|$)/.test(text) ? undefined : 'it does not begin with WEBVTT',
  },
  // RFC 5545, section 3.4, and RFC 6350, section 3.3.
  'text/calendar': {
    mark: /^\s*BEGIN:VCALENDAR\b/i,
    flaw: between('BEGIN:VCALENDAR', 'END:VCALENDAR'),
  },
  'text/vcard': { mark: /^\s*BEGIN:VCARD\b/i, flaw: between('BEGIN:VCARD', 'END:VCARD') },
};

/** The text format that the text itself names, by canonical type. */
export const markedFormat = (text: string): string | undefined =>
  Object.entries(formats).find(([, { mark }]) => mark?.test(text))?.[0];

/** What keeps a text from being each format, by canonical type; a format that it may be is absent. */
export function flawsOf({ text, isCut }: DecodedText): Readonly<Record<string, string>> {
  const flaws = Object.entries(formats).map(
    ([type, { flaw }]) => [type, flaw(text, isCut)] as const,
  );
  return Object.fromEntries(
    flaws.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

// The text formats: what marks them, and what keeps a text from being one.
import { isLegacyCharset } from './charsets.ts';
import { csvFlaw, tsvFlaw } from './csv.ts';
import type { DecodedText } from './decode.ts';
import { jsonFlaw } from './json.ts';
import { beginsWithMailHeader } from './mail-header.ts';

/** Gives the reason why a text is not of a format, as the end of a sentence; undefined when it is, or so far is. */
type FindFlaw = (text: string, isCut: boolean) => string | undefined;

const between =
  (first: string, last: string): FindFlaw =>
  (text, isCut) => {
    if (!text.trimStart().toUpperCase().startsWith(first)) return `it does not begin with ${first}`;
    const isWhole = isCut || text.trimEnd().toUpperCase().endsWith(last);
    return isWhole ? undefined : `it does not end with ${last}`;
  };

/** Lines that each are JSON (jsonlines.org); blank ones are left out. */
function jsonLinesFlaw(text: string, isCut: boolean): string | undefined {
  const lines = text.replace(/\r\n/g, '\n').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const flaw = jsonFlaw(line, isCut && index === lines.length - 1);
    if (flaw !== undefined) return `its line ${index + 1} is not JSON: ${flaw}`;
  }
  return undefined;
}

/** RFC 7946, section 3: an object that says which kind of geometry or feature it is. */
const geoJsonFlaw: FindFlaw = (text, isCut) =>
  jsonFlaw(text, isCut) ??
  (isCut || namesGeometry(text) ? undefined : 'it names no geometry or feature');

const geoJsonTypes: ReadonlySet<string> = new Set(
  `Feature FeatureCollection GeometryCollection Point MultiPoint LineString MultiLineString Polygon MultiPolygon`.split(
    ' ',
  ),
);

function namesGeometry(text: string): boolean {
  for (const [, type = ''] of text.matchAll(/"type"\s*:\s*"([A-Za-z]*)"/g)) {
    if (geoJsonTypes.has(type)) return true;
  }
  return false;
}

const formats: Readonly<
  Record<string, { readonly mark?: { test(text: string): boolean }; readonly flaw: FindFlaw }>
> = {
  'application/json': { flaw: jsonFlaw },
  'application/geo+json': { flaw: geoJsonFlaw },
  'application/x-ndjson': { flaw: jsonLinesFlaw },
  'text/csv': { flaw: csvFlaw },
  'text/tab-separated-values': { flaw: tsvFlaw },
  'application/x-subrip': {
    flaw: (text, isCut) =>
      isCut || text.includes('-->') ? undefined : 'it has no line with times',
  },
  // W3C WebVTT, section 4.1.
  'text/vtt': {
    mark: /^WEBVTT(?:[ \t\r\n]|$)/,
    flaw: (text) =>
      /^WEBVTT(?:[ \t\r\n]|$)/.test(text) ? undefined : 'it does not begin with WEBVTT',
  },
  'message/rfc822': {
    mark: { test: beginsWithMailHeader },
    flaw: (text) => (beginsWithMailHeader(text) ? undefined : 'it does not begin as a mail does'),
  },
  // RFC 5545, section 3.4, and RFC 6350, section 3.3.
  'text/calendar': {
    mark: /^\s*BEGIN:VCALENDAR\b/i,
    flaw: between('BEGIN:VCALENDAR', 'END:VCALENDAR'),
  },
  'text/vcard': { mark: /^\s*BEGIN:VCARD\b/i, flaw: between('BEGIN:VCARD', 'END:VCARD') },
};

/** Formats that are Unicode by definition (RFC 8259 §8.1, RFC 7946 §1.1, W3C WebVTT §4.1). */
const unicodeOnly: ReadonlySet<string> = new Set([
  'application/json',
  'application/geo+json',
  'application/x-ndjson',
  'text/vtt',
]);

/** The text format that the text itself names, by canonical type. */
export const markedFormat = (text: string): string | undefined =>
  Object.entries(formats).find(([, { mark }]) => mark?.test(text))?.[0];

/** What keeps a text from being each format, by canonical type; a format that it may be is absent. */
export function flawsOf({ text, isCut, charset }: DecodedText): Readonly<Record<string, string>> {
  const flaws = Object.entries(formats).map(([type, { flaw }]) => {
    const isMisencoded = unicodeOnly.has(type) && isLegacyCharset(charset);
    return [
      type,
      isMisencoded ? `it is written in ${charset}, not in UTF-8` : flaw(text, isCut),
    ] as const;
  });
  return Object.fromEntries(
    flaws.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

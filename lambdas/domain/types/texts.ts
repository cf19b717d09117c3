// The content types of text: judged by reading them, each of them plain text as well.
import type { TypeTable } from './content-type.ts';

const text = { text: true, widerType: 'text/plain' } as const;

/** Text formats by canonical type. */
export const textTypes: TypeTable = {
  'text/plain': {
    extension: '.txt',
    otherExtensions: [
      '.text',
      '.log',
      '.asc',
      '.md',
      '.markdown',
      '.srt',
      '.yaml',
      '.yml',
      '.toml',
      '.tex',
      '.bib',
      '.diff',
      '.patch',
      '.css',
      '.c',
      '.h',
      '.cpp',
      '.hpp',
      '.rs',
    ],
    name: 'plain text file',
    aliases: ['text/x-log', 'text/x-plain', 'text'],
    text: true,
    inline: true,
  },
  'text/csv': {
    ...text,
    extension: '.csv',
    name: 'CSV file',
    aliases: [
      'application/csv',
      'application/x-csv',
      'text/x-csv',
      'text/comma-separated-values',
      'text/x-comma-separated-values',
    ],
  },
  'text/tab-separated-values': {
    ...text,
    extension: '.tsv',
    otherExtensions: ['.tab'],
    name: 'TSV file',
    aliases: ['text/tsv', 'text/x-tsv'],
  },
  'text/markdown': {
    ...text,
    extension: '.md',
    otherExtensions: ['.markdown', '.mdown', '.mkd'],
    name: 'Markdown file',
    aliases: ['text/x-markdown', 'application/x-markdown'],
  },
  'application/json': {
    ...text,
    extension: '.json',
    otherExtensions: ['.geojson', '.topojson'],
    name: 'JSON file',
    aliases: ['text/json', 'text/x-json', 'application/x-json'],
  },
  'application/geo+json': {
    ...text,
    extension: '.geojson',
    name: 'GeoJSON file',
    aliases: ['application/vnd.geo+json'],
    widerType: 'application/json',
  },
  'application/x-ndjson': {
    ...text,
    extension: '.ndjson',
    otherExtensions: ['.jsonl'],
    name: 'JSON Lines file',
    aliases: ['application/ndjson', 'application/jsonl', 'application/x-jsonlines'],
  },
  'application/yaml': {
    ...text,
    extension: '.yaml',
    otherExtensions: ['.yml'],
    name: 'YAML file',
    aliases: ['application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/vnd.yaml'],
  },
  'application/x-subrip': {
    ...text,
    extension: '.srt',
    name: 'SRT subtitle file',
    article: 'an',
    aliases: ['text/srt', 'text/x-srt', 'application/srt', 'text/x-subrip'],
  },
  'text/vtt': { ...text, extension: '.vtt', name: 'WebVTT subtitle file' },
  'text/calendar': {
    ...text,
    extension: '.ics',
    otherExtensions: ['.ifb', '.ical'],
    name: 'calendar file',
  },
  'text/vcard': {
    ...text,
    extension: '.vcf',
    otherExtensions: ['.vcard'],
    name: 'contact file',
    aliases: ['text/x-vcard', 'text/directory'],
  },
  // XML can be a page that runs scripts: never shown in place, and kept only if a collection names it.
  'application/xml': {
    extension: '.xml',
    name: 'XML file',
    article: 'an',
    aliases: ['text/xml'],
    byNameOnly: true,
  },
};

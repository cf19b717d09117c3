import { afterEach, expect, test } from 'vitest';
import { foreignTypes } from '../../lambdas/domain/foreign-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';
import { languageFor } from '../../web/language.ts';
import { bytesInWords, timeInWords } from '../../web/quantities.ts';
import { english } from '../../web/texts/english.ts';
import { englishHtml } from '../../web/texts/english-html.ts';
import { german } from '../../web/texts/german.ts';
import { germanHtml } from '../../web/texts/german-html.ts';
import { useLanguage } from '../../web/texts.ts';
import { typeInWords, typesInWords } from '../../web/type-names.ts';

afterEach(() => useLanguage({ texts: english, locale: undefined }));

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'de'], 'de'],
  [['fr-CA', 'es'], 'en'],
  [['', 'EN-us'], 'en'],
  [[], 'en'],
] as const)('the language for the preferences %j is %s', (preferred, language) => {
  expect(languageFor(preferred)).toBe(language);
});

/** Each text of a dictionary, with its path. */
const textsIn = (value: unknown, path = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`))
    : [[path, value]];

test('German has a text of its own for each English sentence', () => {
  const own = new Map(textsIn({ ...german, html: germanHtml }));
  const same = textsIn({ ...english, html: englishHtml }).filter(
    ([path, text]) => typeof text === 'string' && text.includes(' ') && own.get(path) === text,
  );
  expect(same).toEqual([]);
});

test('both languages use the same placeholders in the Dashboard', () => {
  const placeholders = (text: string) => (text.match(/%\{\w+\}/g) ?? []).toSorted();
  for (const [key, text] of Object.entries(english.dashboard)) {
    const own = german.dashboard[key as keyof typeof german.dashboard];
    expect(placeholders(own), key).toEqual(placeholders(text));
  }
});

test('numbers, times and types are written in German', () => {
  useLanguage({ texts: german, locale: 'de-DE' });
  expect(bytesInWords(1.5 * 1024)).toBe('1,5 KB');
  const now = new Date(2026, 10, 22, 15, 0);
  expect(timeInWords(new Date(2026, 10, 22, 14, 13).toISOString(), now)).toBe('vor 47 Minuten');
  expect(typeInWords('image/png')).toBe('PNG-Bild');
  expect(typeInWords('application/pdf')).toBe('PDF-Dokument');
  expect(typesInWords(['image/png', 'image/jpeg', 'image/gif'])).toBe('PNG, JPEG und GIF');
});

test.each([
  ['plain text file', 'Textdatei'],
  ['disk image', 'Datenträgerabbild'],
  ['macOS disk image', 'macOS-Datenträgerabbild'],
  ['Canon camera image', 'Canon-Kamerabild'],
  ['Word template with macros', 'Word-Vorlage mit Makros'],
  ['OpenDocument spreadsheet template', 'OpenDocument-Tabellenvorlage'],
  ['file of unknown type', 'Datei unbekannten Typs'],
  ['image/x-new', 'image/x-new'],
])('the type “%s” is “%s” in German', (name, own) => {
  expect(german.types.plain(name)).toBe(own);
});

test('no type has an English noun in German', () => {
  const names = [...Object.values(knownTypes), ...Object.values(foreignTypes)].map(
    ({ name }) => name,
  );
  const english = names.filter((name) => {
    const own = german.types.plain(name);
    return own.includes(' with ') || own.split(/[ -]/).at(-1) === name.split(' ').at(-1);
  });
  expect(english).toEqual([]);
});

// The properties of a content type: its canonical name, its name for people, how it is judged and served.
import { foreignTypes } from './foreign-types.ts';
import { knownTypes } from './known-types.ts';

const canonicalNames: ReadonlyMap<string, string> = new Map(
  Object.entries(knownTypes).flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].map((alias) => [alias, name] as const),
  ),
);

/** The one name of a content type: lower case, without parameters, aliases resolved. Unknown names pass through. */
export function canonicalType(name: string): string {
  const bare = (name.split(';', 1)[0] ?? '').trim().toLowerCase();
  return canonicalNames.get(bare) ?? bare;
}

/** Whether Airlock can judge this content type, by any of its names. */
export const isKnownContentType = (name: string): boolean =>
  Object.hasOwn(knownTypes, canonicalType(name));

/** The extension that a key of this type ends with; none for a type that is not known. */
export const extensionOf = (name: string): string =>
  knownTypes[canonicalType(name)]?.extension ?? '';

/** Whether this is a text format, judged by reading it. */
export const isTextType = (name: string): boolean => knownTypes[canonicalType(name)]?.text === true;

/** Whether a browser may show this type in place; everything else is served as an attachment. */
export const mayServeInline = (name: string): boolean =>
  knownTypes[canonicalType(name)]?.inline === true;

/** Text formats for other programs than a reader of text: players take subtitles by their own type alone, and a message is for a mail program. */
const forOtherPrograms = ['text/vtt', 'message/rfc822'];

/** Whether a browser may show this type in place as plain text, which runs nothing. */
export const mayShowAsText = (name: string): boolean =>
  isTextType(name) && !forOtherPrograms.includes(canonicalType(name));

/** Families that a collection can name instead of every type in them; each holds only what is safe to keep. */
const families = {
  'image/*': (type: string) => type.startsWith('image/') && !knownTypes[type]?.unmeasured,
  'video/*': (type: string) => type.startsWith('video/'),
  'audio/*': (type: string) => type.startsWith('audio/'),
  'text/*': (type: string) => knownTypes[type]?.text === true,
  office: (type: string) => knownTypes[type]?.office === true,
  '*': () => true,
} as const;

/** A family of types, such as `image/*` for every raster image or `office` for office documents without macros. */
export type TypeFamily = keyof typeof families;

const isFamily = (name: string): name is TypeFamily => Object.hasOwn(families, name);

/**
 * Canonical types, each once, families replaced by their members. An entry that is no type, or a value that is no list, passes
 * through unchanged: the validation of the configuration reports it.
 */
export function expandTypes(names: readonly string[]): readonly string[] {
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) return names;
  const families = new Set(names.filter(isFamily).flatMap(membersOf));
  return [
    ...names
      .filter((name) => !isFamily(name))
      // A parameter says nothing about the bytes, so that validation refuses it.
      .map((name) => (name.includes(';') ? name : canonicalType(name)))
      .filter((type) => !families.has(type)),
    ...families,
  ];
}

const membersOf = (family: TypeFamily): string[] =>
  Object.keys(knownTypes).filter((type) => {
    const { unsafe, byNameOnly } = knownTypes[type] ?? {};
    return !unsafe && !byNameOnly && families[family](type);
  });

/**
 * A type and every wider type that its files are as well, the narrowest first: a GeoJSON file is JSON, and JSON is text.
 */
export function withWiderTypes(name: string): readonly string[] {
  const types: string[] = [];
  let type: string | undefined = canonicalType(name);
  while (type !== undefined && !types.includes(type)) {
    types.push(type);
    type = knownTypes[type]?.widerType;
  }
  return types;
}

/** A content type as a person calls it, such as `PNG image`; the bare type when it has no better name. */
export const typeName = (name: string): string => {
  const type = canonicalType(name);
  return knownTypes[type]?.name ?? foreignTypes[type]?.name ?? (type || 'file of unknown type');
};

/** A content type in the plural, such as `PNG images` and `Word documents with macros`; the bare type when it has no better name. */
export const typeNamePlural = (name: string): string => {
  const singular = typeName(name);
  if (singular === canonicalType(name)) return singular;
  const [noun = '', ...rest] = singular.split(' with ');
  return [`${noun}s`, ...rest].join(' with ');
};

/** A content type with its indefinite article: `a PNG image`, `an Excel workbook`, `a file of type image/x-new`. */
export const aTypeName = (name: string): string => {
  const type = canonicalType(name);
  const known = knownTypes[type] ?? foreignTypes[type];
  if (known) return `${known.article ?? 'a'} ${known.name}`;
  const isVague = type === '' || type === 'application/octet-stream';
  return isVague ? 'a file of unknown type' : `a file of type ${type}`;
};

/** Whether what usually opens this type runs the code in it, so that only a collection that names it takes it. */
export const isUnsafeType = (name: string): boolean =>
  knownTypes[canonicalType(name)]?.unsafe === true;

/** Whether this is an office document of a ZIP package (OOXML or OpenDocument), with macros or without. */
export function isOfficeType(name: string): boolean {
  const type = canonicalType(name);
  return (
    type.startsWith('application/vnd.openxmlformats-officedocument') ||
    type.startsWith('application/vnd.oasis.opendocument') ||
    (type.startsWith('application/vnd.ms-') && type.includes('.macroenabled'))
  );
}

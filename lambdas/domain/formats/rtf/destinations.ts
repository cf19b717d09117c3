// The control words of RTF that are active by themselves, and those that begin a destination whose text is judged.
import type { FindingKind } from '../evidence.ts';

/** The kinds of text of a destination. */
export type DestinationKind =
  /** A field's instruction. */
  | 'instruction'
  /** An address that the document loads by itself. */
  | 'address'
  /** An address that a person clicks. */
  | 'link'
  /** Hexadecimal digits of a package that Word writes. */
  | 'package'
  /** Name and value of a drawing's property. */
  | 'propertyName'
  | 'propertyValue'
  /** A picture, the only place for binary data. */
  | 'picture'
  /** Text that belongs to no instruction around it. */
  | 'skipped';

/** Destinations by control word (Rich Text Format 1.9.1). */
export const destinations: ReadonlyMap<string, DestinationKind> = new Map([
  ['fldinst', 'instruction'],
  ['template', 'address'],
  ['nextfile', 'address'],
  ['file', 'address'],
  ['xform', 'address'],
  ['hlsrc', 'link'],
  ['themedata', 'package'],
  ['colorschememapping', 'package'],
  ['datastore', 'package'],
  ['sn', 'propertyName'],
  ['sv', 'propertyValue'],
  ['pict', 'picture'],
  ['fldrslt', 'skipped'],
  ['datafield', 'skipped'],
  ['formfield', 'skipped'],
  ['bkmkstart', 'skipped'],
  ['bkmkend', 'skipped'],
]);

/** Words that act by themselves. Those that begin with `obj` are all about objects. */
const activeWords: ReadonlyMap<string, FindingKind> = new Map([
  ['oleclsid', 'embedded_object'],
  ['ffentrymcr', 'macro'],
  ['ffexitmcr', 'macro'],
  ['fnetwork', 'external_content'],
  ['mmconnectstr', 'external_content'],
  ['mmconnectstrdata', 'external_content'],
  ['mmdatasource', 'external_content'],
  ['mmheadersource', 'external_content'],
  ['mmodsoudl', 'external_content'],
  ['mmodsoudldata', 'external_content'],
  ['mmodsosrc', 'external_content'],
  ['mmquery', 'external_content'],
]);

/** Objects that another file holds. */
const linkedObject = /^obj(?:link|autlink|sub)/;

/** The effect of a control word, in any case of its letters; undefined for most. */
export function activeWord(name: string): FindingKind | undefined {
  const word = name.toLowerCase();
  if (word.startsWith('obj')) {
    // Outlook's mark of the place of an attachment, which is not in the file.
    if (word === 'objattph') return undefined;
    return linkedObject.test(word) ? 'external_content' : 'embedded_object';
  }
  return activeWords.get(word);
}

/** Characters that control words stand for in an instruction; most words stand for none. */
export const wordCharacters: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['par', '\n'],
  ['line', '\n'],
  ['sect', '\n'],
  ['page', '\n'],
  ['enspace', ' '],
  ['emspace', ' '],
  ['qmspace', ' '],
  ['lquote', "'"],
  ['rquote', "'"],
  ['ldblquote', '"'],
  ['rdblquote', '"'],
  ['endash', '-'],
  ['emdash', '-'],
  ['bullet', '*'],
]);

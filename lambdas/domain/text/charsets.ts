// The encodings that text is taken in, by their names in the WHATWG Encoding standard.

/** Encodings that mark themselves or whose bytes can be checked strictly. */
export const unicodeCharsets = ['utf-8', 'utf-16le', 'utf-16be'] as const;

/** Encodings from before Unicode, recognised by the frequency of their bytes. */
export const legacyCharsets = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'euc-kr',
  'big5',
  'gb18030',
] as const;

export type UnicodeCharset = (typeof unicodeCharsets)[number];
export type LegacyCharset = (typeof legacyCharsets)[number];
export type Charset = UnicodeCharset | LegacyCharset;

/** Whether this encoding is from before Unicode. */
export const isLegacyCharset = (charset: Charset): charset is LegacyCharset =>
  legacyCharsets.some((legacy) => legacy === charset);

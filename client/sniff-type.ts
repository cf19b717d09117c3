// The type that the first bytes of a file show: marks of the formats that people upload, small enough for a page.

/** How many bytes from the beginning of a file hold every mark below. */
export const SNIFFED_BYTES = 4096;

/** How many bytes may stand before `%PDF-` (ISO 32000-1, annex H, implementation note 13). */
const PDF_LEADING_MAX_BYTES = 1024;

/** Types with the bytes that their files begin with, or have at an offset. */
export const marks: readonly (readonly [type: string, mark: string, offset?: number])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'WEBP', 8],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/x-icon', '\0\0\x01\0'],
  ['application/rtf', '{\\rtf'],
  ['application/gzip', '\x1f\x8b\b'],
  ['application/x-bzip2', 'BZh'],
  ['application/x-xz', '\xfd7zXZ'],
  ['application/zstd', '(\xb5/\xfd'],
  ['application/x-7z-compressed', '7z\xbc\xaf'],
  ['application/vnd.rar', 'Rar!\x1a'],
  ['application/x-tar', 'ustar', 257],
  ['application/x-cfb', '\xd0\xcf\x11\xe0'],
  ['audio/wav', 'WAVE', 8],
  ['audio/flac', 'fLaC'],
  ['audio/aiff', 'AIF', 8],
  ['audio/amr', '#!AMR'],
  ['audio/midi', 'MThd'],
  ['audio/mpeg', 'ID3'],
  ['video/vnd.avi', 'AVI ', 8],
  ['video/mpeg', '\0\0\x01\xba'],
  ['video/mpeg', '\0\0\x01\xb3'],
  ['font/woff', 'wOFF'],
  ['font/woff2', 'wOF2'],
  ['font/otf', 'OTTO'],
  ['font/ttf', '\0\x01\0\0\0'],
];

/** Forms of the Interchange File Format, whose type stands behind their size. */
const chunked = ['RIFF', 'FORM'];

/** Brands of ISO media (ISO/IEC 14496-12 §4.3, registered at mp4ra.org) by the first letters of their name. */
export const brands: readonly (readonly [type: string, prefix: RegExp])[] = [
  ['image/avif', /^avi[fs]/],
  ['image/heic', /^(?:hei[cxms]|hev[cxms])/],
  ['audio/mp4', /^(?:M4[AB]|F4A)/],
  ['video/quicktime', /^qt/],
  ['video/3gpp2', /^3g2/],
  ['video/3gpp', /^3g/],
  ['video/mp4', /^(?:iso[m2-9]|mp4[12]|avc1|M4[VP]|F4V|dash|cmf|MSNV|mmp4)/],
];

/** Finds the canonical type that the beginning of a file shows; undefined where it has no mark that is known here. */
export function sniffType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, SNIFFED_BYTES));
  if (text.startsWith('ftyp', 4)) return isoMediaType(text);
  if (text.startsWith('PK\x03\x04')) return zipType(text);
  if (text.startsWith('\x1aE\xdf\xa3')) return matroskaType(text);
  if (text.startsWith('OggS')) return text.includes('\x80theora') ? 'video/ogg' : 'audio/ogg';
  const isChunked = chunked.some((form) => text.startsWith(form));
  const mark = marks.find(
    ([, bytes, offset = 0]) => (offset !== 8 || isChunked) && text.startsWith(bytes, offset),
  );
  if (mark) return mark[0];
  if (isBitmap(text)) return 'image/bmp';
  if (isTransportStream(text)) return 'video/mp2t';
  return text.slice(0, PDF_LEADING_MAX_BYTES + 5).includes('%PDF-') ? 'application/pdf' : undefined;
}

/** The type of a brand; where the first one says only that it is an image, those that it is compatible with decide. */
function isoMediaType(text: string): string | undefined {
  const end = Math.min(text.length, Math.max(16, text.charCodeAt(3) + 256 * text.charCodeAt(2)));
  const major = text.slice(8, 12);
  if (!/^(?:mif1|msf1|miaf)/.test(major)) return brandType(major);
  for (let at = 16; at + 4 <= end; at += 4) {
    const type = brandType(text.slice(at, at + 4));
    if (type?.startsWith('image/')) return type;
  }
  return 'image/heic';
}

const brandType = (brand: string): string | undefined =>
  brands.find(([, prefix]) => prefix.test(brand))?.[0];

/** How the names of the office types begin (ECMA-376). */
export const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** A ZIP that names its type in its first entry (EPUB OCF §4.3, OpenDocument part 2 §3.3), or whose first entries do. */
function zipType(text: string): string {
  const nameLength = 'mimetype'.length;
  if (text.startsWith('mimetype', 30) && text.startsWith('\0\0', 8)) {
    const length = text.charCodeAt(22) + 256 * text.charCodeAt(23);
    const start = 30 + nameLength + text.charCodeAt(28);
    const type = text.slice(start, start + length);
    if (/^application\/[\w.+-]+$/.test(type)) return type.toLowerCase();
  }
  if (!text.startsWith('[Content_Types].xml', 30) && !text.startsWith('_rels/', 30)) {
    return 'application/zip';
  }
  if (text.includes('word/')) return `${OFFICE}wordprocessingml.document`;
  if (text.includes('xl/')) return `${OFFICE}spreadsheetml.sheet`;
  if (text.includes('ppt/')) return `${OFFICE}presentationml.presentation`;
  return 'application/zip';
}

/** Which of the two families an EBML header names as its document type (RFC 8794 §11.2.4). */
function matroskaType(text: string): string | undefined {
  const header = text.slice(0, 128);
  if (header.includes('webm')) return 'video/webm';
  return header.includes('matroska') ? 'video/matroska' : undefined;
}

/** `BM`, and the size of one of the headers that Windows and OS/2 write behind it. */
const isBitmap = (text: string): boolean =>
  text.startsWith('BM') &&
  [12, 40, 52, 56, 64, 108, 124].includes(text.charCodeAt(14)) &&
  text.startsWith('\0\0', 15);

/** Packets of 188 bytes that begin with `G` (ISO/IEC 13818-1 §2.4.3.2), on discs with four bytes of time before each. */
const isTransportStream = (text: string): boolean =>
  (text[0] === 'G' && text[188] === 'G' && text[376] === 'G') ||
  (text[4] === 'G' && text[196] === 'G' && text[388] === 'G');

/** Whether a sound begins with a frame of MP3 (ISO/IEC 11172-3 §2.4.1.3) or AAC (ISO/IEC 13818-7 §6.2), which text can, too. */
export function sniffFrames(head: Uint8Array): string | undefined {
  const [sync = 0, second = 0, third = 0] = head;
  if (sync !== 0xff) return undefined;
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  const hasRates = third >> 4 !== 0xf && ((third >> 2) & 3) !== 3;
  return (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 && hasRates
    ? 'audio/mpeg'
    : undefined;
}

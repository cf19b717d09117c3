// The extensions that files of each type have: what a download may be saved with, and what an upload's name suggests.
import { canonicalType } from './content-types.ts';
import { knownTypes } from './known-types.ts';

/** What a file whose type is not known is saved with: no system has a program for it. */
export const OPAQUE_EXTENSION = '.bin';

/**
 * Extensions beside a type's own, lower case: no system runs a file by one of them, and the programs that open it expect
 * this type. A type that is not listed has its own only.
 */
const otherExtensions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'image/jpeg': '.jpeg .jpe .jfif .jif .pjpeg',
    'image/png': '.apng',
    'image/avif': '.avifs',
    'image/heic': '.heif .hif .heics .heifs',
    'image/bmp': '.dib',
    'image/tiff': '.tiff',
    'application/zip': '.cbz',
    'application/gzip': '.tgz',
    'application/x-bzip2': '.tbz .tbz2',
    'application/x-xz': '.txz',
    'application/zstd': '.zstd .tzst',
    'application/vnd.rar': '.cbr',
    'text/plain':
      '.text .log .asc .md .markdown .srt .yaml .yml .toml .tex .bib .diff .patch .css .c .h .cpp .hpp .rs',
    'text/markdown': '.markdown .mdown .mkd',
    'application/json': '.geojson .topojson',
    'text/calendar': '.ical',
    'text/vcard': '.vcard',
    'audio/mpeg': '.mpga .mp2',
    'audio/mp4': '.m4b .m4r .mp4 .3gp .3ga .3g2',
    'audio/wav': '.wave',
    'audio/ogg': '.oga .opus .spx',
    'audio/aac': '.adts',
    'audio/aiff': '.aiff .aifc',
    'audio/amr': '.awb',
    'audio/midi': '.midi .kar',
    'video/mp4': '.m4v .mp4v',
    'video/quicktime': '.qt',
    'video/webm': '.weba',
    'video/matroska': '.mka .mk3d',
    'video/ogg': '.ogg .ogm',
    'video/3gpp': '.3gpp',
    'video/3gpp2': '.3gpp2 .3gp2',
    'video/mpeg': '.mpeg .mpe .m1v .m2v .vob',
    'video/mp2t': '.m2ts .mts .m2t',
  }).map(([type, extensions]) => [type, extensions.split(' ')] as const),
);

/** Every extension that a file of this type, by any of its names, may be saved with; the type's own is the first. */
export function extensionsOf(type: string): readonly [string, ...string[]] {
  const name = canonicalType(type);
  const own = knownTypes[name]?.extension ?? OPAQUE_EXTENSION;
  return [own, ...(otherExtensions.get(name) ?? [])];
}

const typeByExtension: ReadonlyMap<string, string> = new Map([
  ...[...otherExtensions].flatMap(([type, extensions]) =>
    extensions.map((extension) => [extension, type] as const),
  ),
  // A type's own extension counts before what another type has beside its own.
  ...Object.entries(knownTypes).map(([type, { extension }]) => [extension, type] as const),
]);

/** The last extension of a filename with its dot, its Latin letters in lower case; empty where there is none. */
export function extensionIn(filename: string): string {
  const dot = filename.lastIndexOf('.');
  if (dot === -1 || dot === filename.length - 1) return '';
  // `toLowerCase` makes Latin letters of others, such as of the Kelvin sign.
  return filename.slice(dot).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The canonical type that the last extension of a filename suggests. */
export const typeByName = (filename: string): string | undefined =>
  typeByExtension.get(extensionIn(filename));

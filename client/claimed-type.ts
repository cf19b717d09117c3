// The type that a claim means, by the server's rule: browsers and systems have other names for many types.
import { typeTable } from './type-table.ts';

/** What is claimed where no type is known. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Names that say nothing about the content. */
const vagueTypes: ReadonlySet<string> = new Set([
  '',
  UNKNOWN_TYPE,
  'binary/octet-stream',
  ...['unknown', 'x-unknown', 'binary', 'download', 'x-download'].map(ofApplication),
  ...['force-download', 'x-force-download'].map(ofApplication),
]);

function ofApplication(subtype: string): string {
  return `application/${subtype}`;
}

const canonicalNames = new Map<string, string>();
const textTypes = new Set<string>();
const refusedTypes = new Set<string>();
const typeByExtension = new Map<string, string>();
const ownExtensions = new Map<string, string>();

for (const line of typeTable.trim().split('\n')) {
  const [marked = '', extension = '', ...others] = line.split(' ');
  const type = marked.replace(/^[*!]/, '');
  if (marked.startsWith('!')) {
    refusedTypes.add(type);
    continue;
  }
  if (marked.startsWith('*')) textTypes.add(type);
  canonicalNames.set(type, type);
  ownExtensions.set(extension, type);
  for (const other of others)
    (other.startsWith('.') ? typeByExtension : canonicalNames).set(other, type);
}
// An extension belongs first to the type that has it as its own, then to a type that has it as a further one.
for (const [extension, type] of ownExtensions) typeByExtension.set(extension, type);

/** The one name of a content type: lower case, without parameters, aliases resolved. Unknown names pass through. */
export function canonicalType(name: string): string {
  const bare = (name.split(';', 1)[0] ?? '').trim().toLowerCase();
  return canonicalNames.get(bare) ?? bare;
}

/** Whether this is the canonical name of a text format, which has no mark. */
export const isTextType = (type: string): boolean => textTypes.has(type);

/**
 * The canonical type that a claim of `type` for a file of this name means. The extension decides where the type is empty, vague
 * or unknown, and where systems claim the type of another format: Windows calls CSV an Excel sheet and, without Office, an office
 * document a ZIP archive.
 */
export function claimedType(type: string, filename: string): string {
  const essence = canonicalType(type);
  const suggested = typeByExtension.get(extensionIn(filename));
  if (suggested === undefined) return essence || UNKNOWN_TYPE;
  if (vagueTypes.has(essence)) return suggested;
  if (essence === 'application/vnd.ms-excel') return isTextType(suggested) ? suggested : essence;
  if (essence === 'application/zip') return isZipBased(suggested) ? suggested : essence;
  const isUnknown =
    essence.includes('/') && !canonicalNames.has(essence) && !refusedTypes.has(essence);
  return isUnknown ? suggested : essence;
}

/** The last extension of a filename with its dot, its Latin letters in lower case. */
function extensionIn(filename: string): string {
  const dot = filename.lastIndexOf('.');
  if (dot === -1) return '';
  // `toLowerCase` makes Latin letters of others, such as of the Kelvin sign.
  return filename.slice(dot).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether files of this canonical type are ZIP archives with entries of a fixed order. */
const isZipBased = (type: string): boolean =>
  /^application\/(?:epub\+zip$|vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-[a-z.-]+\.macroenabled))/.test(
    type,
  );

// The type that a claim means: browsers and systems have other names for many types, and none for others.
import { canonicalType, isKnownContentType, isOfficeType, isTextType } from './content-types.ts';
import { typeByName } from './file-extensions.ts';
import { foreignTypes } from './foreign-types.ts';

/** What is claimed where no type is known. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Names that say nothing about the content. */
const vagueTypes: ReadonlySet<string> = new Set([
  '',
  UNKNOWN_TYPE,
  'binary/octet-stream',
  'application/binary',
  'application/unknown',
  'application/x-unknown',
  'application/download',
  'application/x-download',
  'application/force-download',
  'application/x-force-download',
]);

/**
 * The canonical type that a claim of `type` for a file of this name means. The extension decides where the type is empty,
 * vague or unknown, and where systems are known to claim the type of another format: Windows calls CSV an Excel sheet
 * (`application/vnd.ms-excel`) and, without Office, an office document a ZIP archive.
 */
export function claimedType(type: string, filename: string): string {
  const essence = canonicalType(type);
  const suggested = typeByName(filename);
  if (suggested === undefined) return essence || UNKNOWN_TYPE;
  if (vagueTypes.has(essence)) return suggested;
  if (essence === 'application/vnd.ms-excel') return isTextType(suggested) ? suggested : essence;
  if (essence === 'application/zip') return isZipBased(suggested) ? suggested : essence;
  return isUnknown(essence) ? suggested : essence;
}

/** Whether this is a type name (RFC 6838) in no table of Airlock, neither of the types to keep nor of those to refuse. */
const isUnknown = (essence: string): boolean =>
  essence.includes('/') && !isKnownContentType(essence) && !Object.hasOwn(foreignTypes, essence);

/** Whether files of this canonical type are ZIP archives with entries of a fixed order. */
const isZipBased = (type: string): boolean => isOfficeType(type) || type === 'application/epub+zip';

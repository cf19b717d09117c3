// Which format a ZIP is: an Office document, an OpenDocument, a book, a program, or nothing but a ZIP.

import { isKnownContentType } from '../../content-types.ts';
import { BudgetExceededError, type StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import { detectOfficeType } from '../office/office-type.ts';
import { contentTypesKey, partKey } from '../office/part-names.ts';
import { isOpenDocumentType } from '../opendocument/manifest.ts';
import { readMediaType } from '../opendocument/media-type.ts';
import { readDirectory } from './directory.ts';
import { iworkType } from './iwork.ts';

/** Bytes that can be read as pages too, where a budget of few bytes does not suffice. */
export interface Readable extends StoredBytes {
  whole?(): StoredBytes;
}

/**
 * The canonical type of a ZIP; a plain ZIP where it is two kinds of document at once. Undefined when its directory
 * cannot be trusted. Throws BudgetExceededError.
 */
export async function zipType(bytes: Readable): Promise<string | undefined> {
  try {
    return await typeOf(bytes);
  } catch (error) {
    // A directory of many thousand entries is larger than the budget of other types.
    if (error instanceof BudgetExceededError && bytes.whole) return await typeOf(bytes.whole());
    throw error;
  }
}

async function typeOf(bytes: StoredBytes): Promise<string | undefined> {
  try {
    const { entries } = await readDirectory(bytes);
    for (const { name } of entries) {
      const type = programType(name);
      if (type) return type;
    }
    const lists = entries.filter(({ name }) => partKey(name) === contentTypesKey);
    const mediaTypes = entries.filter(({ name }) => name === 'mimetype');
    if (lists.length + mediaTypes.length > 1) return 'application/zip';
    if (lists.length === 1) return (await detectOfficeType(bytes, entries)) ?? 'application/zip';
    const type = (await readMediaType(bytes, entries)) ?? (await iworkType(bytes, entries));
    return type === undefined || !isPackageType(type) ? 'application/zip' : type;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Entries that a virtual machine would run, whatever else the archive holds. */
function programType(name: string): string | undefined {
  if (/^META-INF\/MANIFEST\.MF$/i.test(name)) return 'application/java-archive';
  return /^(?:AndroidManifest\.xml|classes\d*\.dex)$/i.test(name)
    ? 'application/vnd.android.package-archive'
    : undefined;
}

/** Whether a ZIP may be of this type: of the types that have readers only these are ZIPs, whatever an entry claims. */
const isPackageType = (type: string): boolean =>
  isOpenDocumentType(type) ||
  type === 'application/epub+zip' ||
  iworkTypes.has(type) ||
  (!isKnownContentType(type) && /^(?:application|image)\/[a-z0-9][a-z0-9.+-]{0,100}$/.test(type));

const iworkTypes: ReadonlySet<string> = new Set([
  'application/vnd.apple.pages',
  'application/vnd.apple.numbers',
  'application/vnd.apple.keynote',
]);

// The type of a compound file by the streams that its root holds.
import { BudgetExceededError, type StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import type { Readable } from '../zip/zip-type.ts';
import { openCompound } from './compound-file.ts';
import type { CompoundEntry } from './directory.ts';

/** A compound file that is of none of the types below, or of two at once. */
export const PLAIN_COMPOUND = 'application/x-cfb';
/** An Office document of today that a password locks (MS-OFFCRYPTO, section 2.3.4). */
export const LOCKED_OFFICE = 'application/x-office-encrypted';

const marks: ReadonlyMap<string, string> = new Map([
  ['worddocument', 'application/msword'],
  ['workbook', 'application/vnd.ms-excel'],
  ['book', 'application/vnd.ms-excel'],
  ['powerpoint document', 'application/vnd.ms-powerpoint'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['encryptedpackage', LOCKED_OFFICE],
]);

/** The canonical type of a compound file. Throws BudgetExceededError. */
export async function compoundType(bytes: Readable): Promise<string> {
  try {
    return await typeOf(bytes);
  } catch (error) {
    // The directory may lie anywhere, and its way there lead through many sectors.
    if (error instanceof BudgetExceededError && bytes.whole) return await typeOf(bytes.whole());
    throw error;
  }
}

async function typeOf(bytes: StoredBytes): Promise<string> {
  try {
    return typeOfRoot((await openCompound(bytes)).root);
  } catch (error) {
    if (error instanceof FormatError) return PLAIN_COMPOUND;
    throw error;
  }
}

/** The type by the streams of the root; plain where they are of no type, or of two. */
export function typeOfRoot(root: CompoundEntry): string {
  const types = new Set<string>();
  for (const { isStream, key } of root.children) {
    const type = isStream ? marks.get(key) : undefined;
    if (type !== undefined) types.add(type);
  }
  const [type = PLAIN_COMPOUND] = types;
  return types.size > 1 ? PLAIN_COMPOUND : type;
}

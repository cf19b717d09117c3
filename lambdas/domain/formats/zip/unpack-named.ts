// Unpacks one small entry of a ZIP out of order: the lists that say what the archive is.
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import type { ZipEntry } from './entry.ts';
import { placeEntry } from './places.ts';
import { unpack } from './unpack.ts';

/** Lists of types, relations and files are larger in no honest document. */
const LIST_MAX_BYTES = 8 * 1024 ** 2;

/** Yields an entry's content in chunks. @throws FormatError when it is larger than any such list */
export async function* unpackList(bytes: StoredBytes, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.expandedBytes > LIST_MAX_BYTES) {
    const name = JSON.stringify(entry.name.slice(0, 100));
    throw new FormatError('unreadable', `Its part ${name} is larger than can be checked.`);
  }
  yield* unpack(bytes, await placeEntry(bytes, entry));
}

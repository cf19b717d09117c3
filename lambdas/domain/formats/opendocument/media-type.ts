// The media type of a package by its entry `mimetype`, or by its manifest where that is missing (ODF 1.3 part 2, section 3.3).
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import type { ZipEntry } from '../zip/entry.ts';
import { unpackList } from '../zip/unpack-named.ts';
import { isOpenDocumentType, manifestName, readManifest } from './manifest.ts';

/** A media type is shorter. */
const MEDIA_TYPE_MAX_BYTES = 256;

/** The media type in lower case; undefined for an archive that is no document. @throws FormatError */
export async function readMediaType(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
): Promise<string | undefined> {
  const named = await readMimetype(bytes, entries);
  if (named !== undefined) return named;
  const entry = entries.find(({ name }) => name === manifestName);
  if (!entry) return undefined;
  try {
    const { mediaType } = await readManifest(unpackList(bytes, entry));
    return mediaType !== undefined && isOpenDocumentType(mediaType) ? mediaType : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The content of the entry `mimetype`; undefined without one. */
export async function readMimetype(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
): Promise<string | undefined> {
  const entry = entries.find(({ name }) => name === 'mimetype');
  if (!entry || entry.expandedBytes > MEDIA_TYPE_MAX_BYTES) return undefined;
  let text = '';
  for await (const chunk of unpackList(bytes, entry)) text += Buffer.from(chunk).toString('latin1');
  return text.trim().toLowerCase();
}

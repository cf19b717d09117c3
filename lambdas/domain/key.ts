// Object keys are generated: `media/<collection>/<layout>/<id><ext>`. Nothing the uploader wrote is in them.
import { createHash } from 'node:crypto';
import type { Collection } from './collection.ts';
import { extensionOf } from './content-types.ts';

/** Prefix of everything that arrives at run time; roles and notifications are bound to it. */
export const MEDIA_PREFIX = 'media/';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const ID_LENGTH = 36;

/** Whether a string has the form of a file id. */
export const isFileId = (id: string): boolean => uuid.test(id);

/** The key of a new file. `owner` is encoded for a key so that no two owners share a prefix. */
export function keyOf(
  file: { readonly id: string; readonly owner: string; readonly contentType: string },
  collection: Collection,
  now: Date,
): string {
  const layout = {
    date: () => `${now.toISOString().slice(0, 7).replace('-', '/')}/`,
    owner: () => `${safeSegment(file.owner)}/`,
    flat: () => '',
  }[collection.keyLayout]();
  return `${MEDIA_PREFIX}${collection.name}/${layout}${file.id}${extensionOf(file.contentType)}`;
}

/** Reads back which file and collection a key belongs to; undefined for a key that Airlock never made. */
export function parseKey(key: string): { id: string; collection: string } | undefined {
  if (!key.startsWith(MEDIA_PREFIX)) return undefined;
  const [collection, ...rest] = key.slice(MEDIA_PREFIX.length).split('/');
  const id = rest.at(-1)?.slice(0, ID_LENGTH) ?? '';
  if (!collection || !isFileId(id)) return undefined;
  return { id, collection };
}

/** Longest segment: with the rest of a key it stays below the 1,024 bytes that S3 takes. */
const MAX_SEGMENT_LENGTH = 512;

// Some tools would decode percent-encoding again; none decodes `=XX`. The hash takes the place of a longer encoding, behind two
// equals signs, which no encoding has side by side.
function safeSegment(text: string): string {
  const encoded = Array.from(new TextEncoder().encode(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_-]/.test(character)
      ? character
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  if (encoded.length <= MAX_SEGMENT_LENGTH) return encoded;
  return `==${createHash('sha256').update(text).digest('hex')}`;
}

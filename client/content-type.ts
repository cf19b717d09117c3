// The content type to claim: the one that the first bytes show, else the one of the source and its name.
import { canonicalType, claimedType, isTextType, UNKNOWN_TYPE } from './claimed-type.ts';
import { brands, marks, SNIFFED_BYTES, sniffFrames, sniffType } from './sniff-type.ts';
import type { UploadSource } from './source.ts';

/** Every type with a mark that no other type shares. */
const markedTypes: ReadonlySet<string> = new Set([
  ...marks.map(([type]) => type),
  ...brands.map(([type]) => type),
  ...['application/pdf', 'application/zip', 'image/bmp', 'audio/aac', 'audio/ogg'],
  ...['video/ogg', 'video/webm', 'video/matroska', 'video/mp2t'],
]);

/**
 * The canonical type of a source by its first 4 KiB, its declared type and its name. A source that is found to be another
 * type is refused by the server before any of it is sent, or accepted as what it is.
 */
export async function contentTypeOf(
  source: Pick<UploadSource, 'name' | 'type' | 'size' | 'slice'>,
): Promise<string> {
  const head = await source.slice(0, Math.min(SNIFFED_BYTES, source.size)).arrayBuffer();
  return typeToClaim(claimedType(source.type, source.name), new Uint8Array(head));
}

/** The type to claim for a file of a declared type that begins with these bytes. */
export function typeToClaim(claimed: string, head: Uint8Array): string {
  const found = sniffType(head);
  if (found !== undefined) return isKindOf(claimed, found) ? claimed : canonicalType(found);
  return (claimed === UNKNOWN_TYPE ? sniffFrames(head) : undefined) ?? claimed;
}

/** Types that begin with the mark of another type; the server reads the bytes further back in which they differ. */
const sharedMarks: Readonly<Record<string, RegExp>> = {
  // A file of any of these brands without video is audio.
  'video/mp4': /^audio\/mp4$/,
  'video/3gpp': /^audio\/mp4$/,
  'video/3gpp2': /^audio\/mp4$/,
  'video/quicktime': /^audio\/mp4$/,
  'video/webm': /^audio\/webm$/,
  'video/matroska': /^audio\/matroska$/,
  'audio/ogg': /^video\/ogg$/,
  // An ID3 tag stands before any audio.
  'audio/mpeg': /^audio\//,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\./,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
    /^application\/vnd\.(?:openxmlformats-officedocument\.spreadsheetml|ms-excel)\./,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation':
    /^application\/vnd\.(?:openxmlformats-officedocument\.presentationml|ms-powerpoint)\./,
};

/** Containers of many formats, and the kind of type that has no mark within them. */
const containers: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\//,
  // Old office documents, and new ones that are encrypted (MS-OFFCRYPTO §2.3).
  'application/x-cfb': /^application\//,
  // Camera raw.
  'image/tiff': /^image\//,
};

/** Whether a file of the type `claimed` may begin with the mark of `found`. */
const isKindOf = (claimed: string, found: string): boolean =>
  claimed === found ||
  sharedMarks[found]?.test(claimed) === true ||
  (containers[found]?.test(claimed) === true &&
    claimed !== UNKNOWN_TYPE &&
    !markedTypes.has(claimed) &&
    !isTextType(claimed));

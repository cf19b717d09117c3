// The content type to send with a claim: the one that the first bytes show, if neither the type nor the name agrees with them.
import { OFFICE, SNIFFED_BYTES, sniffFrames, sniffType } from './sniff-type.ts';
import type { UploadSource } from './source.ts';

/** Sent when no type is known; the server then decides by the filename. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** Names that say nothing about the content. */
const vague =
  /^(?:$|(?:application|binary)\/(?:x-)?(?:octet-stream|binary|unknown|download|force-download)$)/;

/** Audio in the container of a film has the container's mark. */
const audioInFilm = [/^audio\/(?:(?:x-)?m(?:4|p4)|3gpp)/, /^\.(?:m4[abpr]|f4a|mp4a|3ga)$/] as const;

/** Documents that are archives: every type of `application/` but those with a mark of their own, or of text. */
const packed = [
  /^application\/(?!pdf|rtf|gzip|zstd|json|geo\+json|yaml|vnd\.rar|x-(?:bzip2|xz|7z|tar|cfb|ndjson|subrip))/,
  /^\.(?:do[ct][xm]?|wbk|xl[st][xm]?|p[op][ts][xm]?|msg|od[tspg]|ot[tsp]|epub|pages|numbers|key|zip|cbz)$/,
] as const;

/** Types that begin with the mark of another, by the mark: the types and the extensions that have it, too. */
const sharedMarks: Readonly<Record<string, readonly [type: RegExp, extension: RegExp]>> = {
  'video/mp4': audioInFilm,
  'video/3gpp': audioInFilm,
  'video/3gpp2': audioInFilm,
  'video/quicktime': audioInFilm,
  'video/webm': [/^audio\/webm/, /^\.weba$/],
  'video/matroska': [/^audio\/(?:x-)?matroska/, /^\.mka$/],
  'audio/ogg': [/^video\/ogg/, /^\.og[vxm]$/],
  // An ID3 tag stands before any of these.
  'audio/mpeg': [/^audio\//, /^\.(?:mp(?:[23]|ga)|wave?|flac|aac|adts|aif[fc]?)$/],
  [`${OFFICE}wordprocessingml.document`]: [/wordprocessingml|\.ms-word\./, /^\.(?:dot[xm]|docm)$/],
  [`${OFFICE}spreadsheetml.sheet`]: [/spreadsheetml|\.ms-excel\./, /^\.xl(?:t[xm]|sm)$/],
  [`${OFFICE}presentationml.presentation`]: [
    /presentationml|\.ms-powerpoint\./,
    /^\.(?:p[op]t[xm]|pps[xm])$/,
  ],
  'application/zip': packed,
  // Old office documents, and new ones that are encrypted (MS-OFFCRYPTO §2.3).
  'application/x-cfb': packed,
  // Camera raw.
  'image/tiff': [
    /^image\/(?!jpeg|png|gif|webp|avif|heic|bmp|x-icon)/,
    /^\.(?:cr2|nef|arw|dng|orf|rw2)$/,
  ],
};

/**
 * The content type to send for a source, by its first 4 KiB, its declared type and its name. A file without a mark, or with a
 * mark that its type shares with others, is sent as declared: the server resolves other names of a type and decides by the
 * filename.
 */
export async function typeToSend(
  source: Pick<UploadSource, 'name' | 'type' | 'size' | 'slice'>,
): Promise<string> {
  const head = await source.slice(0, Math.min(SNIFFED_BYTES, source.size)).arrayBuffer();
  const bytes = new Uint8Array(head);
  const type = source.type.toLowerCase();
  const declared = type || UNKNOWN_TYPE;
  const isVague = vague.test(type);
  const found = sniffType(bytes);
  if (found === undefined) return (isVague ? sniffFrames(bytes) : undefined) ?? declared;
  const [types, extensions] = sharedMarks[found] ?? [];
  const extension = source.name.slice(source.name.lastIndexOf('.')).toLowerCase();
  const agrees = (!isVague && types?.test(type)) || extensions?.test(extension);
  return agrees ? declared : found;
}

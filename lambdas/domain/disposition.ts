// Decides how a download is served: inline only where that is safe and requested.
import { create } from 'content-disposition';
import type { Collection } from './collection.ts';
import { isTextType, mayServeInline, mayShowAsText } from './content-types.ts';
import type { ReadyFile } from './file.ts';
import { savedName } from './saved-name.ts';
import type { Verdict } from './verdict.ts';

/** The fields of a file that decide how it is served. */
export interface Served extends Pick<ReadyFile, 'contentType' | 'filename'> {
  readonly verdict: Pick<Verdict, 'charset'>;
}

/**
 * The response headers of a download: the detected type, and the name to save it under (RFC 6266, RFC 8187). A caller who asks for
 * a text format in place gets it as plain text.
 */
export const downloadHeaders = (
  { contentType, filename, verdict }: Served,
  collection: Collection | undefined,
  asked?: 'inline' | 'attachment',
): { contentType: string; contentDisposition: string } => {
  const wanted = asked ?? collection?.disposition ?? 'attachment';
  const isShownAsText = asked === 'inline' && mayShowAsText(contentType);
  const isInline = wanted === 'inline' && (isShownAsText || mayServeInline(contentType));
  const type = isInline ? 'inline' : 'attachment';
  const served = isShownAsText ? 'text/plain' : contentType;
  const ownExtension = collection?.opaqueTypes[contentType];
  const save = (name: string) =>
    savedName(name, contentType, ownExtension === undefined ? undefined : [ownExtension]);
  const name = save(filename);
  return {
    // A browser must not guess another encoding than the one that was judged.
    contentType: isTextType(contentType)
      ? `${served}; charset=${verdict.charset ?? 'utf-8'}`
      : served,
    contentDisposition: create(name, { type, fallback: save(inAscii(name)) }),
  };
};

/** The file as it is saved when a copy of another type is served: the extension of its own type is no part of the name. */
export function servedAs(file: Served, contentType: string): Served {
  if (contentType === file.contentType) return file;
  const name = savedName(file.filename, file.contentType);
  return { ...file, contentType, filename: name.slice(0, name.lastIndexOf('.')) };
}

/** A name for readers that know no other than ASCII: accents are left out, every other character is an underscore. */
const inAscii = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    // Some readers decode a percent sign, which would make another name.
    .replace(/[^\x20-\x7e]|%/gu, '_');

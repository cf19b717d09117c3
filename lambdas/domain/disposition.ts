// How a download is to be served: shown in place only where that is safe and wanted.
import { create } from 'content-disposition';
import type { Collection } from './config.ts';
import { isTextType, mayServeInline } from './content-types.ts';
import type { ReadyFile } from './file.ts';

/** The response headers of a download: the detected type, and the original filename as RFC 6266 wants it. */
export const downloadHeaders = (
  { contentType, filename }: ReadyFile,
  collection: Collection | undefined,
  asked?: 'inline' | 'attachment',
): { contentType: string; contentDisposition: string } => {
  const wanted = asked ?? collection?.disposition ?? 'attachment';
  const type = wanted === 'inline' && mayServeInline(contentType) ? 'inline' : 'attachment';
  return {
    // Only UTF-8 text was accepted, and a browser must not guess another encoding.
    contentType: isTextType(contentType) ? `${contentType}; charset=utf-8` : contentType,
    contentDisposition: create(filename, { type }),
  };
};

// How a download is to be served: shown in place only where that is safe and wanted.
import { create } from 'content-disposition';
import type { Collection } from './collection.ts';
import { extensionOf, isTextType, mayServeInline } from './content-types.ts';
import type { ReadyFile } from './file.ts';

/** The response headers of a download: the detected type, and the original filename as RFC 6266 wants it. */
export const downloadHeaders = (
  { contentType, filename, verdict }: ReadyFile,
  collection: Collection | undefined,
  asked?: 'inline' | 'attachment',
): { contentType: string; contentDisposition: string } => {
  const wanted = asked ?? collection?.disposition ?? 'attachment';
  const type = wanted === 'inline' && mayServeInline(contentType) ? 'inline' : 'attachment';
  return {
    // A browser must not guess another encoding than the one that was judged.
    contentType: isTextType(contentType)
      ? `${contentType}; charset=${verdict.charset ?? 'utf-8'}`
      : contentType,
    contentDisposition: create(savedName(filename, contentType), { type }),
  };
};

/** Endings whose files a desktop runs, or opens in a browser as a page of its own, when they are double-clicked. */
const runnable =
  /\.(?:html?|xhtml|shtml|mhtml?|svgz?|xml|xslt?|hta|js|jse|mjs|vb[es]|ws[fh]|bat|cmd|com|exe|scr|pif|msi|msp|cpl|ps1|psm1|reg|lnk|url|scf|inf|chm|jar|jnlp|sh|command|desktop|app|applescript|workflow|php|py|rb|pl)$/i;

/** The name to save under: a judged file must not become a program by its name. */
const savedName = (filename: string, contentType: string): string =>
  runnable.test(filename) ? `${filename}${extensionOf(contentType)}` : filename;

// The list of files in an OpenDocument package (ODF 1.3 part 2, section 4): the document's type, and what is encrypted.
import { FormatError } from '../evidence.ts';
import { attributeNamed } from '../xml/attribute-named.ts';
import { parseXml } from '../xml/parse-xml.ts';

export const manifestName = 'META-INF/manifest.xml';

/** What the manifest says of the package. */
export interface Manifest {
  /** Media type of the document itself. */
  readonly mediaType?: string | undefined;
  readonly isEncrypted: boolean;
}

/** Whether a media type is one of OpenDocument, templates included. */
export const isOpenDocumentType = (type: string): boolean =>
  type.startsWith('application/vnd.oasis.opendocument.');

/**
 * The one document type declaration that is accepted: OpenOffice 1 and 2 began their files with the name of a DTD, which
 * no program reads.
 */
export function isOldDoctype(declaration: string): boolean {
  const [, publicId = '', systemId = ''] =
    /^<!DOCTYPE\s+[\w:.-]+\s+PUBLIC\s+["']([\w /.-]+)["']\s+["']([\w.-]+)["']\s*>$/.exec(
      declaration,
    ) ?? [];
  return (
    publicId.startsWith('-//OpenOffice.org//DTD ') &&
    publicId.endsWith('//EN') &&
    systemId.endsWith('.dtd')
  );
}

/** Reads the manifest. @throws FormatError when it gives the document two types */
export async function readManifest(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Manifest> {
  const types = new Set<string>();
  let isEncrypted = false;
  await parseXml(chunks, {
    allowsDoctype: isOldDoctype,
    open(element) {
      if (element.local === 'encryption-data' || element.local === 'encrypted-key')
        isEncrypted = true;
      if (element.local !== 'file-entry' || attributeNamed(element, 'full-path') !== '/') return;
      types.add((attributeNamed(element, 'media-type') ?? '').trim().toLowerCase());
    },
  });
  if (types.size > 1) throw new FormatError('contradictory', 'Its manifest gives it two types.');
  return { mediaType: [...types][0], isEncrypted };
}

// Documents of Pages, Numbers and Keynote, which are ZIP archives of packed objects without a list of types.
import type { StoredBytes } from '../../stored-bytes.ts';
import type { ZipEntry } from './entry.ts';
import { unpackList } from './unpack-named.ts';

/** The entry that every such document has since 2013. */
const documentName = 'Index/Document.iwa';
/** Bytes at the start of that entry in which the type of its first object stands, unpacked. */
const HEAD_BYTES = 64;
/** Field 1 of a message, the number 10,000: the document object of Pages; the other two call theirs 1. */
const pagesObject = '\x08\x90\x4e';

/** The canonical type of a document of iWork; undefined for any other archive. @throws FormatError */
export async function iworkType(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
): Promise<string | undefined> {
  const document = entries.find(({ name }) => name === documentName);
  if (!document) return undefined;
  if (entries.some(({ name }) => /^Index\/(?:Slide|MasterSlide|TemplateSlide)/.test(name))) {
    return 'application/vnd.apple.keynote';
  }
  for await (const chunk of unpackList(bytes, document)) {
    const head = Buffer.from(chunk.subarray(0, HEAD_BYTES)).toString('latin1');
    return head.includes(pagesObject)
      ? 'application/vnd.apple.pages'
      : 'application/vnd.apple.numbers';
  }
  return undefined;
}

// Real Office and OpenDocument files with parts of a test's own, and what is seen in them.
import { utf8 } from '../../fixtures/hostile/bytes.ts';
import { docx, entriesOf, odt, xlsx } from '../../fixtures/hostile/office-parts.ts';
import { type Entry, zip } from '../../fixtures/hostile/zip.ts';
import { look } from './look.ts';

/** Parts of a document by their names. */
export type Parts = Readonly<Record<string, string | Uint8Array>>;
export type DocumentKind = keyof typeof entriesOf;

const types: Readonly<Record<DocumentKind, string>> = { docx, xlsx, odt };

/** What is seen in a real document that has these parts, besides its own or in their place. */
export function lookAtDocument(kind: DocumentKind, parts: Parts) {
  const added: readonly Entry[] = Object.entries(parts).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? utf8(content) : content,
  }));
  const kept = entriesOf[kind].filter(({ name }) => !Object.hasOwn(parts, name));
  return look(types[kind], zip([...kept, ...added]));
}

/** The flaw of such a document, and the kinds of what is found in it. */
export async function seenIn(kind: DocumentKind, parts: Parts) {
  const { archive, document } = await lookAtDocument(kind, parts);
  return {
    flaw: document?.flaw ?? archive?.flaw,
    kinds: [...new Set(document?.findings.map((finding) => finding.kind))],
  };
}

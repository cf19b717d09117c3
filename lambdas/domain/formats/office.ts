// Office documents: what a ZIP's directory does not tell, out of the few small parts that say what a document runs or fetches.
import { inflateRawSync } from 'node:zlib';
import type { StoredBytes } from '../stored-bytes.ts';
import { type ArchiveEvidence, type DocumentEvidence, type Finding, Flawed } from './evidence.ts';
import { uint16 } from './fields.ts';
import { readExactly } from './reading.ts';
import { inspectZip, macroName } from './zip.ts';
import { LOCAL_HEADER_BYTES, type ZipEntry } from './zip-directory.ts';

/** Content types and relations (ECMA-376 part 2, §7.2.3 and §6.5), and OpenDocument's manifest (ODF 1.3 part 2, §4). */
const tellingPart =
  /^(?:\[Content_Types\]\.xml|word\/_rels\/[^/]+\.rels|META-INF\/manifest\.xml)$/i;
const MAX_PARTS = 6;
const PACKED_MAX_BYTES = 64 * 1024;
const UNPACKED_MAX_BYTES = 1024 * 1024;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** VBA and controls by their content types, which hold under any name. */
const macroType = /vnd\.ms-office\.(?:vbaProject|activeX)|macroEnabled/i;
/** Relations whose target is opened with the document; pictures and links to the web are not among them. */
const fetchedRelation = /\/(?:attachedTemplate|oleObject|frame|subDocument)["']/i;

/** Reads the directory, and of the parts those that tell. */
export async function inspectOffice(
  bytes: StoredBytes,
): Promise<{ archive: ArchiveEvidence; document: DocumentEvidence }> {
  const findings: Finding[] = [];
  const archive = await inspectZip(bytes, async (entries) => {
    let isEncrypted = false;
    for (const { name } of entries) {
      if (macroName.test(name)) findings.push({ kind: 'macro', where: name });
    }
    const telling = entries.filter(
      ({ name, flags }) => tellingPart.test(name) && !(flags & ENCRYPTED),
    );
    for (const entry of telling.slice(0, MAX_PARTS)) {
      const text = await readPart(bytes, entry);
      if (macroType.test(text)) findings.push({ kind: 'macro', where: entry.name });
      isEncrypted ||= text.includes('encryption-data');
      const target = fetchedFrom(text);
      if (target !== undefined) {
        findings.push({ kind: 'external_content', where: entry.name, target });
      }
    }
    return isEncrypted ? { isEncrypted } : {};
  });
  if ((archive.programs ?? 0) > 0) findings.push({ kind: 'embedded_object', where: 'its parts' });
  return { archive, document: { findings } };
}

/** Unpacks one part as text of single bytes; UTF-16 loses its NULs, so that names are found in either. */
async function readPart(bytes: StoredBytes, entry: ZipEntry): Promise<string> {
  const { name, start, method, compressedBytes } = entry;
  if (compressedBytes > PACKED_MAX_BYTES) {
    throw new Flawed('unreadable', `Its part ${name} is larger than can be checked.`);
  }
  const header = await readExactly(bytes, start, LOCAL_HEADER_BYTES, 'archive’s entry');
  const dataAt =
    start + LOCAL_HEADER_BYTES + uint16(header, 26, 'little') + uint16(header, 28, 'little');
  const packed = await readExactly(bytes, dataAt, compressedBytes, `part ${name}`);
  return Buffer.from(method === DEFLATED ? unpack(packed, name) : packed)
    .toString('latin1')
    .replaceAll('\0', '');
}

function unpack(packed: Uint8Array, name: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: UNPACKED_MAX_BYTES });
  } catch {
    throw new Flawed('contradictory', `Its part ${name} cannot be unpacked.`);
  }
}

/** What a document would fetch as it is opened: a template, an object or a frame from elsewhere. */
function fetchedFrom(relations: string): string | undefined {
  for (const [relation] of relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    const isExternal = /TargetMode\s*=\s*["']External/i.test(relation);
    if (!isExternal || !fetchedRelation.test(relation)) continue;
    return (/Target\s*=\s*["']([^"']*)/.exec(relation)?.[1] ?? '').slice(0, 200);
  }
  return undefined;
}

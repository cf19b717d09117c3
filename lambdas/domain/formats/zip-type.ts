// Which format a ZIP is: told by its directory, wherever its entries stand, as the programs that open it are told.
import { inflateRawSync } from 'node:zlib';
import type { StoredBytes } from '../stored-bytes.ts';
import { decodeText } from '../text/decode.ts';
import { Flawed } from './evidence.ts';
import { uint16 } from './fields.ts';
import { readExactly } from './reading.ts';
import { entriesOf, readDirectory, type ZipEntry } from './zip-directory.ts';

const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** A list of types or a type's name is larger in no honest document. */
const PACKED_MAX_BYTES = 64 * 1024;
const UNPACKED_MAX_BYTES = 1024 * 1024;

/**
 * The canonical type of a ZIP: an office document, a book, a program, or nothing but a ZIP where it is none of them or
 * two of them at once. Undefined when its directory cannot be trusted. Throws OutOfBudget.
 */
export async function zipType(bytes: StoredBytes): Promise<string | undefined> {
  try {
    const entries = [...entriesOf(await readDirectory(bytes))];
    const program = entries.map(({ name }) => programType(name)).find((type) => type);
    if (program) return program;
    // Open Packaging Conventions compare names without case (ECMA-376 part 2, section 9.1.1); OpenDocument does not.
    const contentTypes = entries.filter(({ name }) => name.toLowerCase() === '[content_types].xml');
    const mimetypes = entries.filter(({ name }) => name === 'mimetype');
    const [only, ...others] = [...contentTypes, ...mimetypes];
    if (!only || others.length > 0) return 'application/zip';
    const text = await unpack(bytes, only);
    const type = contentTypes.length > 0 ? packageType(text) : text?.trim().toLowerCase();
    return type ?? 'application/zip';
  } catch (error) {
    if (error instanceof Flawed) return undefined;
    throw error;
  }
}

/** What a virtual machine would run, whatever else the archive holds. */
function programType(name: string): string | undefined {
  if (/^META-INF\/MANIFEST\.MF$/i.test(name)) return 'application/java-archive';
  return /^(?:AndroidManifest\.xml|classes\d*\.dex)$/i.test(name)
    ? 'application/vnd.android.package-archive'
    : undefined;
}

/** The type of a package's main part (ECMA-376 part 2, section 10.1.2); a package with two main types has none. */
function packageType(contentTypes: string | undefined): string | undefined {
  // A reference stands for any character, so that a name could be written in a way that is not seen here.
  if (contentTypes === undefined || contentTypes.includes('&#')) return undefined;
  const mains = contentTypes.matchAll(/ContentType\s*=\s*["']([^"']+)\.main(?:\+xml)?\s*["']/gi);
  const [type, ...others] = new Set(
    Array.from(mains, ([, name = '']) => name.trim().toLowerCase()),
  );
  return others.length > 0
    ? undefined
    : type?.replace(/\.macroenabled(?:template)?$/, '.macroenabled.12');
}

/** Unpacks a small text; undefined when it is neither small, packed as usual, nor text. */
async function unpack(bytes: StoredBytes, entry: ZipEntry): Promise<string | undefined> {
  if (entry.compressedBytes > PACKED_MAX_BYTES) return undefined;
  const header = await readExactly(bytes, entry.start, LOCAL_HEADER_BYTES, 'archive’s entry');
  const method = uint16(header, 8, 'little');
  const extraBytes = uint16(header, 26, 'little') + uint16(header, 28, 'little');
  const start = entry.start + LOCAL_HEADER_BYTES + extraBytes;
  const packed = await bytes.read(start, entry.compressedBytes);
  if (method !== STORED && method !== DEFLATED) return undefined;
  try {
    const unpacked =
      method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: UNPACKED_MAX_BYTES });
    return decodeText(unpacked, false)?.text;
  } catch {
    // Broken, or larger than any such text is.
    return undefined;
  }
}

// The type of an Office package: that of the part which its own relations name as the document.
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import type { ZipEntry } from '../zip/entry.ts';
import { unpackList } from '../zip/unpack-named.ts';
import { type ContentTypes, documentType, readContentTypes, typeOfPart } from './content-types.ts';
import { contentTypesKey, partKey, resolveTarget } from './part-names.ts';
import { type Relation, readRelations } from './relationships.ts';

/** The key of the part that is the document; undefined when the package names none. @throws FormatError when it names two */
export function mainPart(rootRelations: readonly Relation[]): string | undefined {
  const mains = new Set(
    rootRelations
      .filter(({ kind, isExternal }) => kind === 'officedocument' && !isExternal)
      .map(({ target }) => resolveTarget('', target)),
  );
  if (mains.size > 1) throw new FormatError('contradictory', 'It names two parts as its document.');
  return [...mains][0];
}

/**
 * The type of the document in a package; undefined when it is no Office document. A package that names no document, but
 * has the content type of one, has that type: some readers search it so, and macros are found first.
 */
function officeType(types: ContentTypes, rootRelations: readonly Relation[]): string | undefined {
  const main = mainPart(rootRelations);
  const named = main === undefined ? undefined : documentType(typeOfPart(types, main));
  if (named !== undefined) return named;
  const listed = [...types.all].flatMap((type) => documentType(type) ?? []).sort();
  return listed.find((type) => type.includes('macroenabled')) ?? listed[0];
}

/** Reads the two lists that decide a package's type. A list that cannot be read leaves the folders to decide. */
export async function detectOfficeType(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
): Promise<string | undefined> {
  const list = entries.find(({ name }) => partKey(name) === contentTypesKey);
  if (!list) return undefined;
  try {
    const types = await readContentTypes(unpackList(bytes, list));
    const rootList = entries.find(({ name }) => partKey(name) === '_rels/.rels');
    const root = rootList ? await readRelations(unpackList(bytes, rootList)) : [];
    return officeType(types, root);
  } catch (error) {
    if (error instanceof FormatError) return typeByFolders(entries);
    throw error;
  }
}

const ooxml = 'application/vnd.openxmlformats-officedocument';

const typesByFolder: readonly (readonly [folder: string, type: string])[] = [
  ['xl/', `${ooxml}.spreadsheetml.sheet`],
  ['ppt/', `${ooxml}.presentationml.presentation`],
  ['word/', `${ooxml}.wordprocessingml.document`],
];

/** What a package with damaged lists was meant to be, so that the person reads of a damaged document. */
const typeByFolders = (entries: readonly ZipEntry[]): string =>
  typesByFolder.find(([folder]) =>
    entries.some(({ name }) => partKey(name).startsWith(folder)),
  )?.[1] ?? `${ooxml}.wordprocessingml.document`;

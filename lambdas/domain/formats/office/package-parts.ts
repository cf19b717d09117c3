// The parts of an Office package: one pass over the headers that also reads types and relations, one over the contents.
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';
import type { Findings } from '../findings.ts';
import type { MarkupBudget } from '../xml/markup-budget.ts';
import { isPlainXml } from '../xml/skim.ts';
import type { ZipDirectory } from '../zip/directory.ts';
import { isFolder } from '../zip/entry.ts';
import { type PlacedEntry, placeEntries } from '../zip/places.ts';
import { unpack } from '../zip/unpack.ts';
import { type ContentTypes, readContentTypes, typeOfPart } from './content-types.ts';
import { officeMarkup, officeNames } from './markup-rules.ts';
import { namingPart } from './naming-part.ts';
import { mainPart } from './office-type.ts';
import { readPart } from './part-content.ts';
import { contentTypesKey, partExtension, partKey, resolveTarget, sourceOf } from './part-names.ts';
import { relationFinding } from './relation-rules.ts';
import { type Relation, readRelations } from './relationships.ts';
import { typeFinding } from './type-rules.ts';

/** What inspecting a package needs besides its bytes. */
export interface PackageContext {
  readonly findings: Findings;
  readonly budget: MarkupBudget;
  /** Stands before the names of parts: the way to a package inside another. */
  readonly path: string;
  /** Judges a package that is a part of this one. */
  readonly openPackage: (bytes: Uint8Array, name: string) => Promise<void>;
}

interface Lists {
  readonly types: ContentTypes;
  /** Relations by the key of the part that has them. */
  readonly relations: ReadonlyMap<string, readonly Relation[]>;
  readonly placed: readonly PlacedEntry[];
}

/** Compares the whole archive with its directory, and reads its content types and all relations. */
export async function readLists(
  bytes: StoredBytes,
  { entries, start }: ZipDirectory,
  budget: MarkupBudget,
): Promise<Lists> {
  let types: ContentTypes = { overrides: new Map(), defaults: new Map(), all: new Set() };
  const relations = new Map<string, readonly Relation[]>();
  const placed: PlacedEntry[] = [];
  for await (const entry of placeEntries(bytes, entries, start)) {
    placed.push(entry);
    const key = partKey(entry.name);
    if (key === contentTypesKey) {
      types = await namingPart(entry.name, () =>
        readContentTypes(budget.spend(unpack(bytes, entry))),
      );
    } else if (partExtension(key) === 'rels' && entry.expandedBytes > 0) {
      const found = await namingPart(entry.name, () =>
        readRelations(budget.spend(unpack(bytes, entry))),
      );
      relations.set(sourceOf(key), found);
    }
  }
  return { types, relations, placed };
}

/** Tables of at least this size are searched for the names that matter before they are parsed. */
const SKIM_FROM_BYTES = 1024 ** 2;

/** Tables of numbers and texts, which are the largest parts of any document. */
const isTable = (type: string): boolean =>
  /\.spreadsheetml\.(?:worksheet|sharedstrings|pivotcacherecords)\+xml$/.test(type);

/** Judges relations, content types and contents of every part, whatever refers to it. */
export async function judgeParts(
  bytes: StoredBytes,
  { types, relations, placed }: Lists,
  context: PackageContext,
): Promise<void> {
  judgeRelations(relations, context);
  if (mainPart(relations.get('') ?? []) === undefined) {
    throw new FormatError('contradictory', 'It names no part as its document.');
  }
  const packages = packageParts(relations);
  for (const entry of placed) {
    const key = partKey(entry.name);
    if (isPiece(key)) {
      throw new FormatError(
        'contradictory',
        'It has a part in pieces, which few programs put together.',
      );
    }
    const type = typeOfPart(types, key);
    const report = (kind: Parameters<Findings['add']>[0], target?: string) =>
      context.findings.add(kind, context.path + entry.name, target);
    const byType = type === undefined ? undefined : typeFinding(type);
    if (byType) report(byType);
    if (isFolder(entry) || key === contentTypesKey || partExtension(key) === 'rels') continue;
    const links = externalLinks(relations.get(key));
    if (entry.expandedBytes >= SKIM_FROM_BYTES && links.size === 0 && isTable(type ?? '')) {
      const isPlain = await namingPart(entry.name, () =>
        isPlainXml(unpack(bytes, entry), officeNames),
      );
      if (isPlain) continue;
    }
    const markup = officeMarkup(links, report);
    const { name, expandedBytes } = entry;
    const part = { name, type, expandedBytes, isPackage: packages.has(key) };
    await namingPart(entry.name, async () => {
      await readPart(part, unpack(bytes, entry), {
        markup,
        budget: context.budget,
        report,
        openPackage: (inner) => context.openPackage(inner, entry.name),
      });
      markup.end();
    });
  }
}

/** Whether a name is that of a piece of a part (ECMA-376 part 2, section 9.2.3). */
const isPiece = (key: string): boolean => key.endsWith('.piece') && key.includes('/[');

/** Keys of the parts that are documents of other programs. */
const packageParts = (relations: Lists['relations']): ReadonlySet<string> =>
  new Set(
    [...relations].flatMap(([source, ofPart]) =>
      ofPart
        .filter(({ kind, isExternal }) => kind === 'package' && !isExternal)
        .map(({ target }) => resolveTarget(source, target)),
    ),
  );

function judgeRelations(
  relations: ReadonlyMap<string, readonly Relation[]>,
  { findings, path }: PackageContext,
): void {
  for (const [source, ofPart] of relations) {
    for (const relation of ofPart) {
      const kind = relationFinding(relation);
      if (kind)
        findings.add(
          kind,
          `${path}relations of ${source === '' ? 'the package' : source}`,
          relation.target,
        );
    }
  }
}

const externalLinks = (relations: readonly Relation[] = []): ReadonlySet<string> =>
  new Set(
    relations
      .filter(({ isExternal, kind }) => isExternal && kind === 'hyperlink')
      .map(({ id }) => id),
  );

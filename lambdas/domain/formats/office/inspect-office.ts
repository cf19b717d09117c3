// Office documents: ZIP packages whose parts, relations and content types are all read.
import { isUnsafeType } from '../../content-types.ts';
import type { MeteredBytes, StoredBytes } from '../../stored-bytes.ts';
import { type ArchiveEvidence, type DocumentEvidence, FormatError } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { withFlaw } from '../reading.ts';
import { MarkupBudget } from '../xml/markup-budget.ts';
import { readDirectory } from '../zip/directory.ts';
import { openPackage } from '../zip/open-package.ts';
import { detectOfficeType } from './office-type.ts';
import { judgeParts, type PackageContext, readLists } from './package-parts.ts';
import { partKey } from './part-names.ts';

/** Packages in packages in a document that are followed: the sheet behind a chart on a slide. */
const NESTED_MAX = 2;
const OOXML = 'application/vnd.openxmlformats-officedocument.';

/** Evidence of a package. */
export interface PackageEvidence {
  readonly archive: ArchiveEvidence;
  readonly document: DocumentEvidence;
}

/** Reads an Office document (ECMA-376) whole. */
export const inspectOffice = (stored: MeteredBytes): Promise<PackageEvidence> =>
  inspectPackage(stored.whole(), new Findings(), {
    path: '',
    depth: 0,
    budget: new MarkupBudget(stored.size),
  });

interface Place {
  /** Stands before the names of parts. */
  readonly path: string;
  readonly depth: number;
  readonly budget: MarkupBudget;
}

async function inspectPackage(
  bytes: StoredBytes,
  findings: Findings,
  place: Place,
): Promise<PackageEvidence> {
  const { archive, directory } = await openPackage(bytes, partKey);
  if (!directory || archive.isEncrypted) return { archive, document: { findings: findings.all } };
  const document = await withFlaw(async () => {
    const lists = await readLists(bytes, directory, place.budget);
    await judgeParts(bytes, lists, contextOf(findings, place));
    return {};
  });
  return { archive, document: { findings: findings.all, ...document } };
}

function contextOf(findings: Findings, { path, depth, budget }: Place): PackageContext {
  return {
    findings,
    budget,
    path,
    async openPackage(inner, name) {
      const bytes = inMemory(inner);
      const type = depth < NESTED_MAX ? await typeOfPackage(bytes) : undefined;
      if (!type?.startsWith(OOXML)) {
        findings.add(
          type !== undefined && isUnsafeType(type) ? 'macro' : 'embedded_object',
          path + name,
        );
        return;
      }
      const within = { path: `${path}${name} › `, depth: depth + 1, budget };
      const { archive, document } = await inspectPackage(bytes, findings, within);
      const flaw = archive.flaw ?? document.flaw;
      if (flaw) throw new FormatError(flaw.kind, flaw.detail);
      if (archive.isEncrypted) findings.add('embedded_object', path + name);
    },
  };
}

async function typeOfPackage(bytes: StoredBytes): Promise<string | undefined> {
  try {
    const { entries } = await readDirectory(bytes);
    return await detectOfficeType(bytes, entries);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const inMemory = (bytes: Uint8Array): StoredBytes => ({
  size: bytes.byteLength,
  read: async (start, length) => bytes.subarray(start, start + length),
});

// OpenDocument packages: the manifest, and every part of the document and of the documents inside it.
import type { MeteredBytes, StoredBytes } from '../../stored-bytes.ts';
import { type ArchiveEvidence, type DocumentEvidence, FormatError } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { namingPart } from '../office/naming-part.ts';
import { readPart } from '../office/part-content.ts';
import { withFlaw } from '../reading.ts';
import { MarkupBudget } from '../xml/markup-budget.ts';
import { isFolder, type ZipEntry } from '../zip/entry.ts';
import { archiveKey } from '../zip/names.ts';
import { openPackage as openZip } from '../zip/open-package.ts';
import { type PlacedEntry, placeEntries } from '../zip/places.ts';
import { unpack } from '../zip/unpack.ts';
import { unpackList } from '../zip/unpack-named.ts';
import { manifestName, readManifest } from './manifest.ts';
import { openDocumentMarkup } from './markup-rules.ts';
import { readMimetype } from './media-type.ts';

/** Reads an OpenDocument (ODF 1.3) whole. */
export async function inspectOpenDocument(
  stored: MeteredBytes,
): Promise<{ archive: ArchiveEvidence; document: DocumentEvidence }> {
  const bytes = stored.whole();
  const findings = new Findings();
  const budget = new MarkupBudget(stored.size);
  const { archive, directory } = await openZip(bytes, archiveKey);
  if (!directory || archive.isEncrypted) return { archive, document: { findings: [] } };
  const document = await withFlaw(async () => {
    const isEncrypted = await readLists(bytes, directory.entries);
    if (isEncrypted) return { isEncrypted };
    for await (const entry of placeEntries(bytes, directory.entries, directory.start)) {
      await judgePart(bytes, entry, { findings, budget });
    }
    return {};
  });
  return { archive, document: { findings: findings.all, ...document } };
}

/** Whether the manifest says that parts are encrypted. @throws FormatError when it contradicts the entry `mimetype` */
async function readLists(bytes: StoredBytes, entries: readonly ZipEntry[]): Promise<boolean> {
  const named = await readMimetype(bytes, entries);
  const entry = entries.find(({ name }) => name === manifestName);
  if (!entry) throw new FormatError('contradictory', 'It has no manifest.');
  const { mediaType, isEncrypted } = await namingPart(entry.name, () =>
    readManifest(unpackList(bytes, entry)),
  );
  if (named !== undefined && mediaType !== undefined && named !== mediaType) {
    const detail = `It is ${JSON.stringify(named)}, but ${JSON.stringify(mediaType.slice(0, 100))} by its manifest.`;
    throw new FormatError('contradictory', detail);
  }
  return isEncrypted;
}

/** Folders of programs, at the top or in a document inside (ODF 1.3 part 3, section 3.12). */
const programFolder = /(?:^|\/)(?:Basic|Scripts)\//i;

async function judgePart(
  bytes: StoredBytes,
  entry: PlacedEntry,
  { findings, budget }: { readonly findings: Findings; readonly budget: MarkupBudget },
): Promise<void> {
  const { name, expandedBytes } = entry;
  if (isFolder(entry) || name === 'mimetype') return;
  const report = (kind: Parameters<Findings['add']>[0], target?: string) =>
    findings.add(kind, name, target);
  if (programFolder.test(name) && !/\.x(?:ml|lb|lc)$/i.test(name)) report('macro');
  await namingPart(name, () =>
    readPart({ name, expandedBytes }, unpack(bytes, entry), {
      markup: openDocumentMarkup(report),
      budget,
      report,
      openPackage: async () => report('embedded_object'),
    }),
  );
}

// ZIP archives: what the directory claims, whether every entry is where and what it says, and what the entries are.
import type { MeteredBytes, StoredBytes } from '../../stored-bytes.ts';
import { contentKind } from '../content-kind.ts';
import { type ArchiveEvidence, Flawed } from '../evidence.ts';
import { withFlaw } from '../reading.ts';
import { readDirectory } from './directory.ts';
import { isEncrypted, isFolder, type ZipEntry } from './entry.ts';
import {
  archiveKey,
  checkDuplicates,
  checkFolders,
  checkUnicodeNames,
  findUnsafeName,
} from './names.ts';
import { type PlacedEntry, placeEntries } from './places.ts';
import { unpackHead } from './unpack.ts';

const archiveName =
  /\.(?:zip|jar|war|ear|apk|7z|rar|gz|tgz|bz2|tbz2?|xz|txz|zst|lz4?|lzma|tar|cab|iso|dmg|arj|cpio)$/i;
const programName =
  /\.(?:exe|dll|scr|com|pif|cpl|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|jar|class|dex|sh|command|reg)$/i;

/** Documents that are ZIPs themselves: not archives to whoever opens the folder. */
const documentName = /\.(?:docx|dotx|xlsx|xltx|pptx|ppsx|potx|odt|ods|odp|odg|epub)$/i;

/** Reads every entry's header and the first bytes of its content. */
export const inspectZip = (stored: MeteredBytes): Promise<ArchiveEvidence> =>
  withFlaw(async () => {
    const bytes = stored.whole();
    const { entries, start } = await readDirectory(bytes);
    const summary = summarise(entries);
    const checked = await withFlaw(async () => {
      checkNames(entries);
      return await countKinds(bytes, entries, start);
    });
    return { ...summary, ...checked };
  });

/** What the directory claims of the archive as a whole. */
export function summarise(entries: readonly ZipEntry[]): ArchiveEvidence {
  const unsafeName = findUnsafeName(entries);
  return {
    entries: entries.length,
    expandedBytes: entries.reduce((sum, { expandedBytes }) => sum + expandedBytes, 0),
    isEncrypted: entries.some(isEncrypted),
    nestedArchives: entries.filter(({ name }) => archiveName.test(name)).length,
    programs: entries.filter(({ name }) => programName.test(name)).length,
    ...(unsafeName !== undefined && { unsafeName: unsafeName.slice(0, 100) }),
  };
}

function checkNames(entries: readonly ZipEntry[]): void {
  checkDuplicates(entries, archiveKey);
  checkUnicodeNames(entries);
  checkFolders(entries);
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.has('[content_types].xml') && names.has('mimetype')) {
    const detail =
      'The archive is an Office document to some programs and another document to others.';
    throw new Flawed('contradictory', detail);
  }
}

/** Counts archives and programs by their bytes as well as by their names. */
async function countKinds(
  bytes: StoredBytes,
  entries: readonly ZipEntry[],
  directoryStart: number,
): Promise<ArchiveEvidence> {
  let nestedArchives = 0;
  let programs = 0;
  for await (const entry of placeEntries(bytes, entries, directoryStart)) {
    const kind = await kindOf(bytes, entry);
    if (kind === 'archive' ? !documentName.test(entry.name) : archiveName.test(entry.name)) {
      nestedArchives += 1;
    }
    if (kind === 'program' || programName.test(entry.name)) programs += 1;
  }
  return { nestedArchives, programs };
}

async function kindOf(bytes: StoredBytes, entry: PlacedEntry) {
  if (isFolder(entry) || isEncrypted(entry) || entry.compressedBytes === 0) return undefined;
  return contentKind(await unpackHead(bytes, entry));
}

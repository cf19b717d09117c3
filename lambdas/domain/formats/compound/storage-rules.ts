// Finds active content by the names of storages and streams: macros, objects of other programs, controls (MS-OVBA §2.2, MS-OLEDS
// §2.3, MS-OFORMS §2.1).
import { uint32 } from '../fields.ts';
import type { Findings } from '../findings.ts';
import type { CompoundFile } from './compound-file.ts';
import { type CompoundEntry, descendants } from './directory.ts';

/** Storages and streams of VBA projects, wherever they lie. */
const macroNames: ReadonlySet<string> = new Set([
  'macros',
  'vba',
  '_vba_project',
  '_vba_project_cur',
  'projectwm',
]);

/** Streams that only objects of other programs and controls have. */
const objectStreams: ReadonlySet<string> = new Set([
  '\x01ole10native',
  '\x01ole10itemname',
  '\x03ocxname',
  '\x03ocxdata',
  '\x03accessobjsitename',
  'package',
  'ctls',
]);

/** Storages of a document that hold neither programs nor objects: custom XML, signatures, the cache of a pivot table. */
const passiveStorages: ReadonlySet<string> = new Set([
  'msodatastore',
  '_signatures',
  '_xmlsignatures',
  '_sx_db_cur',
  '_sx_db',
]);

/** The flag of an `\x01Ole` stream that says that the object is linked (MS-OLEDS, section 2.3.3). */
const LINKED_FLAG = 1;

/** Reports active content in the storages of a document; messages have other storages. */
export async function reportStorages(file: CompoundFile, findings: Findings): Promise<void> {
  for (const entry of descendants(file.root)) {
    if (macroNames.has(entry.key)) findings.add('macro', entry.path);
    if (entry.isStream && objectStreams.has(entry.key)) {
      findings.add('embedded_object', entry.path);
    }
  }
  for (const entry of file.root.children) {
    if (entry.isStream || macroNames.has(entry.key) || passiveStorages.has(entry.key)) continue;
    // Word leaves an empty pool behind when the last object is removed.
    if (entry.children.length > 0) findings.add('embedded_object', entry.path);
  }
  await reportLink(file, findings);
}

/** A document that was an object of another one has an `\x01Ole` stream; one that says that it is linked is fetched. */
async function reportLink(file: CompoundFile, findings: Findings): Promise<void> {
  const stream: CompoundEntry | undefined = file.root.children.find(({ key }) => key === '\x01ole');
  if (!stream?.isStream || stream.size < 8) return;
  const head = await (await file.open(stream)).read(0, 8);
  if (uint32(head, 4, 'little') & LINKED_FLAG) findings.add('external_content', stream.path);
}

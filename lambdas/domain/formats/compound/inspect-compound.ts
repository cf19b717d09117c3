// Reads documents of Office 97 to 2003 and messages of Outlook whole, and reports their active content.
import type { MeteredBytes, StoredBytes } from '../../stored-bytes.ts';
import type { Evidence } from '../../verdict.ts';
import { type ForeignContent, FormatError } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { findForeign } from '../foreign-content.ts';
import { TAIL_BYTES, withFlaw } from '../reading.ts';
import { inspectWorkbooks } from './biff/inspect-workbooks.ts';
import { type CompoundFile, openCompound } from './compound-file.ts';
import { LOCKED_OFFICE, typeOfRoot } from './compound-type.ts';
import { inspectMessage } from './message/inspect-message.ts';
import { inspectPresentation } from './powerpoint/inspect-presentation.ts';
import { reportStorages } from './storage-rules.ts';
import { inspectWordDocument } from './word/inspect-word.ts';

/** Reports the active content of a document of one type; returns whether a password is needed to read it. */
export type InspectDocument = (file: CompoundFile, findings: Findings) => Promise<boolean>;

const readers: Readonly<Record<string, InspectDocument>> = {
  'application/msword': inspectWordDocument,
  'application/vnd.ms-excel': inspectWorkbooks,
  'application/vnd.ms-powerpoint': inspectPresentation,
  'application/vnd.ms-outlook': inspectMessage,
};

/** Reads a whole document; findings before a flaw are reported with it. */
export async function inspectCompound(
  stored: MeteredBytes,
): Promise<Pick<Evidence, 'document' | 'foreign'>> {
  const findings = new Findings();
  let foreign: ForeignContent | undefined;
  const outcome = await withFlaw(async () => {
    const file = await openCompound(stored.whole());
    const type = typeOfRoot(file.root);
    const isEncrypted = await inspectAs(type, file, findings);
    await file.checkOthers();
    foreign = await zipBetween(stored.whole(), file);
    return { isEncrypted };
  });
  return { document: { findings: findings.all, ...outcome }, foreign };
}

async function inspectAs(type: string, file: CompoundFile, findings: Findings): Promise<boolean> {
  if (type === LOCKED_OFFICE) return true;
  const inspectDocument = readers[type];
  if (!inspectDocument)
    throw new FormatError('contradictory', 'It is a document of no known type.');
  if (type !== 'application/vnd.ms-outlook') await reportStorages(file, findings);
  return await inspectDocument(file, findings);
}

/** The directory of a ZIP in the last bytes that belongs to no stream: themes and charts in streams are archives of their own. */
async function zipBetween(
  bytes: StoredBytes,
  file: CompoundFile,
): Promise<ForeignContent | undefined> {
  const start = Math.max(0, bytes.size - TAIL_BYTES);
  const tail = await bytes.read(start, TAIL_BYTES);
  for (let from = 0; ; ) {
    const found = findForeign(tail.subarray(from), start + from, ['ZIP']);
    if (!found || !file.owns(found.at)) return found;
    from = found.at - start + 1;
  }
}

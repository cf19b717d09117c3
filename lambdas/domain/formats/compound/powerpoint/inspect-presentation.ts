// Presentations of PowerPoint 97 to 2003: actions, objects, links and macros (MS-PPT).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { addressKind } from '../../address.ts';
import { type FindingKind, FormatError } from '../../evidence.ts';
import { uint8, uint32 } from '../../fields.ts';
import type { Findings } from '../../findings.ts';
import { linkFinding } from '../../office/relation-rules.ts';
import type { CompoundFile } from '../compound-file.ts';
import { childOf } from '../directory.ts';
import { linkedPictures } from '../drawing-links.ts';
import { type PowerPointRecord, presentationRecords } from './records.ts';

/** Records by their numbers (MS-PPT, section 2.13.24). */
const recordType = {
  vbaInfo: 0x0400,
  interactiveInfo: 0x0ff3,
  string: 0x0fba,
  hyperlink: 0x0fd7,
  externalObjects: 0x0409,
  embeddedObject: 0x0fcc,
  linkedObject: 0x0fce,
  control: 0x0fee,
  userEdit: 0x0ff5,
  encryption: 0x2f14,
} as const;

/** The mark that the program writes if the stream is encrypted (MS-PPT, section 2.3.2). */
const ENCRYPTED_TOKEN = 0xf3d1c4df;
/** Length of the record of an edit that names how the stream is encrypted. */
const ENCRYPTED_EDIT_BYTES = 32;
/** Longest text that is read: an address. */
const STRING_MAX_BYTES = 16 * 1024;

/** Tables of a shape's properties (MS-ODRAW, section 2.2.9). */
const shapeTables: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);
/** Longest table that is read. */
const SHAPE_MAX_BYTES = 64 * 1024;

/** The action of a click or a pointer on a shape (MS-PPT, section 2.8.14). */
const actions: ReadonlyMap<number, FindingKind> = new Map([
  [1, 'macro'],
  [2, 'launch'],
  [5, 'embedded_object'],
]);

const containers: ReadonlyMap<number, FindingKind> = new Map([
  [recordType.embeddedObject, 'embedded_object'],
  [recordType.control, 'embedded_object'],
  [recordType.linkedObject, 'external_content'],
]);

/** Reports the active content of a presentation. Returns whether it is encrypted, in which case nothing else is read. */
export async function inspectPresentation(
  file: CompoundFile,
  findings: Findings,
): Promise<boolean> {
  const user = childOf(file.root, 'Current User');
  const stream = childOf(file.root, 'PowerPoint Document');
  if (!user?.isStream || !stream?.isStream) {
    throw new FormatError('contradictory', 'Its stream Current User is missing.');
  }
  const head = await (await file.open(user)).read(0, 20);
  const isEncrypted =
    uint32(head, 12, 'little') === ENCRYPTED_TOKEN || childOf(file.root, 'EncryptedSummary');
  if (isEncrypted) return true;
  return await inspectRecords(await file.open(stream), uint32(head, 16, 'little'), findings);
}

async function inspectRecords(
  stream: StoredBytes,
  currentEdit: number,
  findings: Findings,
): Promise<boolean> {
  let hasCurrentEdit = false;
  for await (const record of presentationRecords(stream)) {
    const { type, at, length } = record;
    if (type === recordType.encryption) return true;
    if (type === recordType.userEdit) {
      if (length >= ENCRYPTED_EDIT_BYTES) return true;
      hasCurrentEdit ||= at === currentEdit;
    }
    const found = await findingOf(stream, record);
    if (found) findings.add(found.kind, `PowerPoint Document byte ${at}`, found.target);
  }
  if (!hasCurrentEdit) {
    throw new FormatError('contradictory', `Its last edit does not begin at byte ${currentEdit}.`);
  }
  return false;
}

interface Found {
  readonly kind: FindingKind;
  readonly target?: string;
}

async function findingOf(
  stream: StoredBytes,
  record: PowerPointRecord,
): Promise<Found | undefined> {
  const { type, at, length, parents, isContainer } = record;
  const kind = containers.get(type);
  if (kind && isContainer) return { kind };
  if (type === recordType.vbaInfo) {
    const data = await stream.read(at + 8, 12);
    return uint32(data, 0, 'little') !== 0 || uint32(data, 4, 'little') !== 0
      ? { kind: 'macro' }
      : undefined;
  }
  if (type === recordType.interactiveInfo) {
    const action = actions.get(uint8(await stream.read(at + 8, Math.min(length, 16)), 8));
    return action && { kind: action };
  }
  if (shapeTables.has(type)) {
    const [target] = linkedPictures(await stream.read(at, Math.min(length, SHAPE_MAX_BYTES) + 8));
    return target === undefined ? undefined : { kind: 'external_content', target };
  }
  return type === recordType.string && parents.includes(recordType.externalObjects)
    ? await stringFinding(stream, record)
    : undefined;
}

/** Texts among a presentation's external objects are names, the targets of links, and paths of sounds and films. */
async function stringFinding(
  stream: StoredBytes,
  { at, length, instance, parents }: PowerPointRecord,
): Promise<Found | undefined> {
  if (length > STRING_MAX_BYTES) throw new FormatError('unreadable', `A name has ${length} bytes.`);
  const target = Buffer.from(await stream.read(at + 8, length)).toString('utf16le');
  if (parents.includes(recordType.hyperlink)) {
    const kind = instance === 0 ? undefined : linkFinding(target);
    return kind && { kind, target };
  }
  const kind = addressKind(target);
  return kind === 'network' || kind === 'web' ? { kind: 'external_content', target } : undefined;
}

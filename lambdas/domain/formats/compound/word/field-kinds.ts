// Fields as the document lists them: the kind that Word itself recorded, whatever the text of the field says (MS-DOC, section
// 2.9.90).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { type FindingKind, FormatError } from '../../evidence.ts';
import type { TablePart } from './fib.ts';

/** How much is read at a time: a whole number of fields. */
const CHUNK_BYTES = 64 * 1024;
/** The character that begins a field. */
const FIELD_BEGIN = 0x13;

/** Kinds that fetch, start or hold something else, by their number. */
const activeKinds: ReadonlyMap<number, FindingKind> = new Map([
  [0x24, 'external_content'],
  [0x2d, 'dde'],
  [0x2e, 'dde'],
  [0x30, 'launch'],
  [0x37, 'external_content'],
  [0x38, 'external_content'],
  [0x3a, 'embedded_object'],
  [0x44, 'external_content'],
  [0x4e, 'external_content'],
  [0x57, 'embedded_object'],
  [0x5b, 'embedded_object'],
]);

/** Reports the active kinds in one list of fields. @throws FormatError where the list lies outside the table stream */
export async function reportFieldKinds(
  table: StoredBytes,
  { start, length }: TablePart,
  report: (kind: FindingKind) => void,
): Promise<void> {
  if (length === 0) return;
  const count = (length - 4) / 6;
  if (!Number.isInteger(count) || count < 0 || start + length > table.size) {
    throw new FormatError('contradictory', `Its list of fields claims ${length} bytes.`);
  }
  const first = start + 4 * (count + 1);
  for (let at = 0; at < count * 2; at += CHUNK_BYTES) {
    const fields = await table.read(first + at, Math.min(CHUNK_BYTES, count * 2 - at));
    for (let field = 0; field + 1 < fields.byteLength; field += 2) {
      const kind = activeKinds.get(fields[field + 1] ?? 0);
      if (((fields[field] ?? 0) & 0x1f) === FIELD_BEGIN && kind) report(kind);
    }
  }
}

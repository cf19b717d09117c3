// Workbooks of Excel 5 to 2003: every record of every sheet (MS-XLS).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint16, uint32 } from '../../fields.ts';
import type { Findings } from '../../findings.ts';
import type { CompoundFile } from '../compound-file.ts';
import { childOf } from '../directory.ts';
import { DrawingSearch } from '../drawing-links.ts';
import { recordId, recordLink } from './record-rules.ts';
import { biffRecords } from './records.ts';

/** Versions in the first record of a stream: Excel 97 and later, and Excel 5 and 95. */
const BIFF8 = 0x0600;
const BIFF5 = 0x0500;
/** The kind of substream that is a sheet of Excel 4 macros. */
const MACRO_SHEET = 0x0040;

/** Reports what the workbooks of a file do: programs of two generations read one each. Returns whether one is encrypted. */
export async function inspectWorkbooks(file: CompoundFile, findings: Findings): Promise<boolean> {
  let isEncrypted = false;
  for (const name of ['Workbook', 'Book']) {
    const stream = childOf(file.root, name);
    if (!stream?.isStream) continue;
    isEncrypted = (await inspectWorkbook(await file.open(stream), name, findings)) || isEncrypted;
  }
  return isEncrypted;
}

async function inspectWorkbook(
  stream: StoredBytes,
  name: string,
  findings: Findings,
): Promise<boolean> {
  const sheets: number[] = [];
  const starts = new Set<number>();
  let depth = 0;
  let isBiff8 = true;
  let isDrawing = false;
  const drawings = new DrawingSearch((link) => {
    findings.add('external_content', `${name} picture ${link.slice(0, 40)}`, link);
  });
  for await (const record of biffRecords(stream)) {
    const { id, at, data } = record;
    if (id === recordId.beginOfSubstream) {
      const version = uint16(data, 0, 'little');
      if (version !== BIFF8 && version !== BIFF5) {
        throw new FormatError('unreadable', `A sheet at byte ${at} is of version ${version}.`);
      }
      if (at === 0) isBiff8 = version === BIFF8;
      if (uint16(data, 2, 'little') === MACRO_SHEET) findings.add('macro', `${name} byte ${at}`);
      if (depth === 0) starts.add(at);
      depth += 1;
      continue;
    }
    // Behind the last sheet only padding follows; no sheet may begin there.
    if (depth === 0) break;
    if (id === recordId.endOfSubstream) depth -= 1;
    if (id === recordId.filePass) return true;
    if (id === recordId.boundSheet) sheets.push(uint32(data, 0, 'little'));
    isDrawing =
      id === recordId.drawing || id === recordId.drawings || (isDrawing && id === recordId.more);
    if (isDrawing) drawings.push(data);
    const link = recordLink(record, isBiff8);
    if (link?.kind) findings.add(link.kind, `${name} byte ${at}`, link.target);
  }
  drawings.end();
  if (depth > 0) throw new FormatError('truncated', 'Its last sheet has no end.');
  const lost = sheets.find((at) => !starts.has(at));
  if (lost !== undefined)
    throw new FormatError('contradictory', `No sheet begins at byte ${lost}.`);
  return false;
}

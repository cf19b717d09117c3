// Finds records of a workbook with active content: macro sheets, links to programs and books, queries (MS-XLS, section 2.4).
import type { FindingKind } from '../../evidence.ts';
import { uint8, uint16 } from '../../fields.ts';
import { formulaFinding } from '../../office/formulas.ts';
import { hyperlinkFinding } from '../hyperlink.ts';
import type { BiffRecord } from './records.ts';
import { biff5String, biff8String } from './strings.ts';
import { type Link, linkOf } from './virtual-path.ts';

/** Records by their numbers. */
export const recordId = {
  endOfSubstream: 0x000a,
  externSheet: 0x0017,
  name: 0x0018,
  externName: 0x0023,
  filePass: 0x002f,
  /** The rest of the record before it. */
  more: 0x003c,
  dataConsolidationPath: 0x0051,
  boundSheet: 0x0085,
  query: 0x00dc,
  drawings: 0x00eb,
  drawing: 0x00ec,
  supBook: 0x01ae,
  hyperlink: 0x01b8,
  beginOfSubstream: 0x0809,
  dataConnection: 0x0876,
} as const;

/** Kinds of sheets in `BoundSheet8` that are programs: Excel 4 macros and modules of Visual Basic. */
const programSheets: ReadonlySet<number> = new Set([1, 6]);
/** A name that the program itself knows (`fBuiltin`), and those of them that run when the workbook opens or closes. */
const BUILT_IN_FLAG = 0x20;
const automaticNames: ReadonlySet<string> = new Set(['\x01', '\x02', '\x0a', '\x0b']);
/** Links of an external name to an object of another program (`fOle`, `fOleLink`). */
const OLE_FLAGS = 0x18;
/** How many characters an add-in's or the own workbook's `SupBook` claims instead of a path. */
const ownBooks: ReadonlySet<number> = new Set([0x0401, 0x3a01]);

/**
 * The active content of a record, by its number and the version of its workbook. @throws FormatError where its data ends early
 */
export function recordLink({ id, data }: BiffRecord, isBiff8: boolean): Link | undefined {
  switch (id) {
    case recordId.boundSheet:
      return programSheets.has(uint8(data, 5)) ? found('macro') : undefined;
    case recordId.supBook:
      return supBookLink(data);
    case recordId.externSheet:
      return isBiff8 ? undefined : linkOf(biff5String(data, 1));
    case recordId.externName:
      return uint16(data, 0, 'little') & OLE_FLAGS ? found('dde') : undefined;
    case recordId.dataConsolidationPath:
      return isBiff8
        ? linkOf(biff8StringOrEmpty(data, 8, uint16(data, 6, 'little')))
        : linkOf(biff5String(data, 7));
    case recordId.query:
    case recordId.dataConnection:
      return found('external_content');
    case recordId.name:
      return nameLink(data, isBiff8);
    case recordId.hyperlink:
      return hyperlinkFinding(data.subarray(24));
    default:
      return undefined;
  }
}

const found = (kind: FindingKind): Link => ({ kind, target: '' });

const biff8StringOrEmpty = (data: Uint8Array, at: number, characters: number): string =>
  characters === 0 ? '' : biff8String(data, at, characters);

function supBookLink(data: Uint8Array): Link | undefined {
  const characters = uint16(data, 2, 'little');
  return ownBooks.has(characters) ? undefined : linkOf(biff8String(data, 4, characters));
}

function nameLink(data: Uint8Array, isBiff8: boolean): Link | undefined {
  const flags = uint16(data, 0, 'little');
  const characters = uint8(data, 3);
  const name = isBiff8
    ? biff8String(data, 14, characters)
    : biff5String(data, 14).slice(0, characters);
  if (flags & BUILT_IN_FLAG) return automaticNames.has(name.charAt(0)) ? found('macro') : undefined;
  // Functions that are newer than the format are names with a prefix.
  const kind = name.startsWith('_xlfn.') ? formulaFinding(`${name}(`) : undefined;
  return kind && { kind, target: name };
}

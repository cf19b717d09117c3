// The file information block of a Word document: where its text, its tables and its names lie (MS-DOC, section 2.5).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint16, uint32 } from '../../fields.ts';
import { readExactly } from '../../reading.ts';

/** What Word 97 and later write first; Word 6 and 95 write another number. */
const WORD_97_MARK = 0xa5ec;
/** Where the pairs of place and length begin, whose number stands before them (MS-DOC, section 2.5.1). */
const PAIRS_START = 154;
/** Bytes up to the pairs' end in Word 97. */
const FIB_BYTES = PAIRS_START + 8 * 93;

const flag = { isEncrypted: 0x0100, isSecondTable: 0x0200 } as const;

/** Pairs of place and length in the table stream, by their number (MS-DOC, section 2.5.6). */
export const pairNumber = { associatedNames: 32, pieces: 33, fileNames: 72 } as const;

/** Lists of the fields of each part of the document. */
export const fieldLists = [16, 17, 18, 19, 20, 48, 57, 59] as const;

/** A place in the table stream. */
export interface TablePart {
  readonly start: number;
  readonly length: number;
}

/** What the block says. */
export interface Fib {
  readonly isEncrypted: boolean;
  readonly tableName: '0Table' | '1Table';
  /** The part with this number; empty where the document has none. */
  part(number: number): TablePart;
}

/** Reads the block. @throws FormatError for documents of Word 6 and 95 too, whose macros lie elsewhere */
export async function readFib(stream: StoredBytes): Promise<Fib> {
  const fib = await readExactly(stream, 0, FIB_BYTES, 'document header');
  if (uint16(fib, 0, 'little') !== WORD_97_MARK) {
    throw new FormatError('unreadable', 'It was written by Word 95 or an older version.');
  }
  const isFixedLayout = uint16(fib, 32, 'little') === 14 && uint16(fib, 62, 'little') === 22;
  if (!isFixedLayout)
    throw new FormatError('contradictory', 'Its header has other parts than Word writes.');
  const flags = uint16(fib, 10, 'little');
  return {
    isEncrypted: (flags & flag.isEncrypted) !== 0,
    tableName: flags & flag.isSecondTable ? '1Table' : '0Table',
    part: (number) => ({
      start: uint32(fib, PAIRS_START + 8 * number, 'little'),
      length: uint32(fib, PAIRS_START + 8 * number + 4, 'little'),
    }),
  };
}

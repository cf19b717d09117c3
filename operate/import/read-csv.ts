// Records of comma-separated values (RFC 4180), from text that arrives in pieces.
import { OperateError } from '../operate-error.ts';

/** A record, and the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quote that is never closed would otherwise make one record of the rest of the file. */
const MAX_RECORD_LENGTH = 1_000_000;

/**
 * Reads records; blank lines are none.
 * @throws {OperateError} for a quote within an unquoted cell, text behind a closed one, or a quote that is not closed
 */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let place: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let cells: string[] = [];
  let cell = '';
  let length = 0;
  let line = 1;
  let begunOn = 1;

  const refuse = (what: string): never => {
    throw new OperateError(`Line ${line} of the manifest ${what}.`);
  };
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
    place = 'start';
  };
  const endRecord = (): CsvRecord | undefined => {
    endCell();
    const record = { line: begunOn, cells };
    cells = [];
    length = 0;
    return record.cells.length === 1 && record.cells[0] === '' ? undefined : record;
  };

  for await (const piece of pieces) {
    for (const character of piece) {
      if (++length > MAX_RECORD_LENGTH) refuse('is too long; a quote may not be closed');
      if (place === 'quoted') {
        if (character === '"') place = 'closed';
        else cell += character;
        if (character === '\n') line += 1;
      } else if (character === '"' && place === 'start') {
        place = 'quoted';
      } else if (character === '"' && place === 'closed') {
        // A doubled quote is one in the cell.
        cell += character;
        place = 'quoted';
      } else if (character === '"') {
        refuse('has a quote within a cell that does not begin with one');
      } else if (character === ',') {
        endCell();
      } else if (character === '\n') {
        if (place !== 'closed' && cell.endsWith('\r')) cell = cell.slice(0, -1);
        const record = endRecord();
        if (record) yield record;
        line += 1;
        begunOn = line;
      } else if (place === 'closed') {
        if (character !== '\r') refuse('has text behind a quoted cell');
      } else {
        cell += character;
        place = 'plain';
      }
    }
  }
  if (place === 'quoted') refuse('ends within a quote');
  const last = endRecord();
  if (last) yield last;
}

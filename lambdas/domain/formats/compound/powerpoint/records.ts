// Walks the records of a presentation: containers hold records, and every other record holds data (MS-PPT, section 2.3.1).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint16, uint32 } from '../../fields.ts';

const HEADER_BYTES = 8;
/** The version of a record that marks it as a container. */
const CONTAINER = 0xf;
/** A record of data that PowerPoint 2007 marks as a container: custom table styles, packed in a ZIP. */
const TABLE_STYLES = 0x0428;
/** Containers within containers; drawings with groups are about ten deep. */
const MAX_DEPTH = 100;

/** A record of the stream; its data is read on demand. */
export interface PowerPointRecord {
  readonly type: number;
  readonly instance: number;
  /** Where its header stands in the stream. */
  readonly at: number;
  /** Bytes of its data. */
  readonly length: number;
  readonly isContainer: boolean;
  /** Types of the containers around it, the outermost first. */
  readonly parents: readonly number[];
}

/**
 * Every record in the order of the stream, containers before what they hold. @throws FormatError where they do not fit into each
 * other
 */
export async function* presentationRecords(stream: StoredBytes): AsyncGenerator<PowerPointRecord> {
  const open: { readonly type: number; readonly end: number }[] = [];
  for (let at = 0; at < stream.size; ) {
    while (open.length > 0 && open.at(-1)?.end === at) open.pop();
    const limit = open.at(-1)?.end ?? stream.size;
    if (at + HEADER_BYTES > limit) {
      // Bytes that are too few for a record, behind the last one.
      if (open.length === 0) return;
      throw new FormatError(
        'contradictory',
        `A record at byte ${at} does not fit into the one around it.`,
      );
    }
    const header = await stream.read(at, HEADER_BYTES);
    const first = uint16(header, 0, 'little');
    const type = uint16(header, 2, 'little');
    const record: PowerPointRecord = {
      type,
      instance: first >> 4,
      at,
      length: uint32(header, 4, 'little'),
      isContainer: (first & 0xf) === CONTAINER && type !== TABLE_STYLES,
      parents: open.map(({ type }) => type),
    };
    const end = at + HEADER_BYTES + record.length;
    if (end > limit) {
      throw new FormatError('truncated', `The record at byte ${at} ends behind byte ${limit}.`);
    }
    yield record;
    if (record.isContainer) {
      if (open.length >= MAX_DEPTH) {
        throw new FormatError('unreadable', `Its records are nested more than ${MAX_DEPTH} deep.`);
      }
      open.push({ type: record.type, end });
    }
    at = record.isContainer ? at + HEADER_BYTES : end;
  }
}

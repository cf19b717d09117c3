// Extended headers of TAR: records of a length, a keyword and a value (POSIX.1-2017, pax: pax Extended Header).
import { FormatError } from '../evidence.ts';

/** The fields of an extended header about the next entry. */
export interface PaxRecords {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
}

/** Keywords that change which bytes belong to a file, in ways that not every reader knows. */
const sparse = /^(?:GNU\.sparse\.|SCHILY\.(?:realsize|offset|volhdr)|GNU\.volume\.)/;
const kept = ['path', 'linkpath', 'size'];

/** Reads the content of an extended header; `isGlobal` for one about all entries behind it. @throws FormatError */
export function readPaxRecords(content: Uint8Array, isGlobal: boolean): PaxRecords {
  const text = Buffer.from(content).toString('latin1');
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    // Some writers fill up with NULs.
    if (text[at] === '\0') break;
    const blank = text.indexOf(' ', at);
    const digits = text.slice(at, blank < 0 ? at : Math.min(blank, at + 10));
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const record = text.slice(blank + 1, at + length);
    const equals = record.indexOf('=');
    if (equals < 1 || !record.endsWith('\n') || at + length > text.length) throw malformed();
    const keyword = record.slice(0, equals);
    if (sparse.test(keyword))
      throw new FormatError(
        'unreadable',
        `The archive has the record ${keyword.slice(0, 40)}, which cannot be followed.`,
      );
    if (kept.includes(keyword)) {
      if (found.has(keyword) || isGlobal) throw malformed();
      found.set(keyword, record.slice(equals + 1, -1));
    }
    at += length;
  }
  return toRecords(found);
}

function toRecords(found: ReadonlyMap<string, string>): PaxRecords {
  const path = found.get('path');
  const linkpath = found.get('linkpath');
  const size = found.get('size');
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw malformed();
  return {
    ...(path !== undefined && { path }),
    ...(linkpath !== undefined && { linkpath }),
    ...(size !== undefined && { size: Number(size) }),
  };
}

const malformed = (): FormatError =>
  new FormatError('contradictory', 'An extended header of the archive cannot be read.');

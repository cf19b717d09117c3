// Decodes the target of a workbook's link: the encoded paths of external books, and programs that exchange data (MS-XLS, section
// 2.5.277).
import { addressKind } from '../../address.ts';
import type { FindingKind } from '../../evidence.ts';

/** Begins an encoded path. */
const ENCODED = '\x01';
/** Stands between the parts of a path, and between a program and its topic. */
const SEPARATOR = '\x03';
/** First characters of paths that lead to the workbook itself, to one of its sheets, to an add-in, or nowhere. */
const insideMarks: ReadonlySet<string> = new Set(['', '\0', '\x02', '\x03', ':', ' ']);
/** Characters behind `ENCODED` for the drive, the parent folder, and folders of Excel itself. */
const folderMarks: ReadonlySet<string> = new Set(['\x02', '\x04', '\x06', '\x07', '\x08']);

/** A link as it is followed, with its kind where it is active. */
export interface Link {
  readonly kind: FindingKind | undefined;
  readonly target: string;
}

/** The active content of a link when the workbook is opened; books on a local drive are harmless, as templates are. */
export function linkOf(path: string): Link {
  if (path.startsWith(ENCODED)) {
    const target = decode(path.slice(1));
    const kind = addressKind(target);
    const isHere = kind === 'local' || kind === 'inside';
    return { kind: isHere ? undefined : 'external_content', target };
  }
  if (insideMarks.has(path.charAt(0))) return { kind: undefined, target: '' };
  if (path.includes(SEPARATOR)) return { kind: 'dde', target: path.replace(SEPARATOR, '|') };
  const kind = addressKind(path);
  const isHere = kind === 'local' || kind === 'inside';
  return { kind: isHere ? undefined : 'external_content', target: path };
}

/** The path behind the first character. */
function decode(path: string): string {
  if (path.startsWith('\x01@')) return `\\\\${separated(path.slice(2))}`;
  if (path.startsWith('\x01')) return `${path.charAt(1)}:\\${separated(path.slice(2))}`;
  // The length of an address stands before it.
  if (path.startsWith('\x05')) return separated(path.slice(2));
  return separated(folderMarks.has(path.charAt(0)) ? path.slice(1) : path);
}

const separated = (path: string): string =>
  path.replaceAll(SEPARATOR, '\\').replaceAll('\x04', '..\\');

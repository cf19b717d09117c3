// Follows a mail from line to line: headers, boundaries, and what lies between them (RFC 2046, section 5.1).
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';
import type { Findings } from '../findings.ts';
import { type PartHeader, partHeader } from './header.ts';
import { beginsFile, beginsPicture, type PartKind, partKind } from './part-rules.ts';

/** Parts within parts; mailing lists add a level or two. */
const MAX_DEPTH = 20;
/** Bytes of one header; servers add a few hundred to each mail. */
const HEADER_MAX_BYTES = 512 * 1024;
/** Longest boundary; RFC 2046, section 5.1.1, allows 70 characters. */
const BOUNDARY_MAX_CHARACTERS = 200;

interface Multipart {
  readonly boundary: string;
  /** Parts without a type are mails (RFC 2046, section 5.1.5). */
  readonly isDigest: boolean;
  /** The number of the part that is read. */
  part: number;
}

/** Reads a mail line by line and reports what is attached to it. */
export class MimeReader {
  readonly #findings: Findings;
  readonly #open: Multipart[] = [];
  #fields: string[] | undefined = [];
  #headerBytes = 0;
  /** What the lines are that follow the header; undefined between the parts. */
  #kind: PartKind | undefined;
  #name: string | undefined;
  isEncrypted = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** The next line, without its end. */
  line(line: string): void {
    if (line.startsWith('--') && this.#boundary(line)) return;
    if (this.#fields) this.#header(line, this.#fields);
    else this.#content(line);
  }

  /** Ends the mail. @throws FormatError where parts of it are missing */
  end(): void {
    if (this.#fields) this.#beginContent(this.#fields);
    if (this.#kind === 'picture') this.#report('embedded_file');
    if (this.#open.length > 0)
      throw new FormatError('truncated', 'The boundary behind its last part is missing.');
  }

  /** Whether the line is a boundary of a part that is open; it ends every part within that one. */
  #boundary(line: string): boolean {
    const text = line.slice(2).trimEnd();
    for (let index = this.#open.length - 1; index >= 0; index -= 1) {
      const multipart = this.#open[index];
      if (!multipart || !text.startsWith(multipart.boundary)) continue;
      const rest = text.slice(multipart.boundary.length);
      if (rest !== '' && rest !== '--') {
        throw new FormatError(
          'contradictory',
          'A line begins as a boundary of its parts and is none.',
        );
      }
      if (this.#kind === 'picture') this.#report('embedded_file');
      this.#open.length = rest === '' ? index + 1 : index;
      this.#fields = rest === '' ? [] : undefined;
      this.#headerBytes = 0;
      this.#kind = undefined;
      multipart.part += 1;
      return true;
    }
    return false;
  }

  #header(line: string, fields: string[]): void {
    this.#headerBytes += line.length;
    if (this.#headerBytes > HEADER_MAX_BYTES) {
      throw new FormatError(
        'unreadable',
        `A header of it has more than ${bytesInWords(HEADER_MAX_BYTES)}.`,
      );
    }
    if (line === '') this.#beginContent(fields);
    else if (/^[ \t]/.test(line) && fields.length > 0) fields.push(`${fields.pop() ?? ''}${line}`);
    else fields.push(line);
  }

  #beginContent(fields: readonly string[]): void {
    const read = partHeader(fields);
    const usual = this.#open.at(-1)?.isDigest ? 'message/rfc822' : 'text/plain';
    const header = { ...read, type: read.type ?? usual };
    this.#fields = undefined;
    this.#name = header.name;
    const { type } = header;
    const kind = partKind(header);
    if (kind === 'encrypted') this.isEncrypted = true;
    if (type.startsWith('multipart/')) {
      this.#enter(header);
      return;
    }
    this.#kind = kind;
    if (kind !== 'passive' && kind !== 'picture' && kind !== 'encrypted') this.#report(kind);
  }

  #enter({ boundary, encoding, type }: PartHeader): void {
    const isSound =
      boundary !== undefined && boundary !== '' && boundary.length <= BOUNDARY_MAX_CHARACTERS;
    if (!isSound || encoding === 'base64' || encoding === 'quoted-printable') {
      throw new FormatError(
        'contradictory',
        'It has parts without a boundary that all programs see.',
      );
    }
    if (this.#open.length >= MAX_DEPTH) {
      throw new FormatError('unreadable', `Its parts are nested more than ${MAX_DEPTH} deep.`);
    }
    const isPrefix = (other: string): boolean =>
      boundary.startsWith(other) || other.startsWith(boundary);
    if (this.#open.some((other) => isPrefix(other.boundary))) {
      throw new FormatError('contradictory', 'A boundary of its parts begins with another one.');
    }
    this.#open.push({ boundary, part: 0, isDigest: type === 'multipart/digest' });
    this.#kind = undefined;
  }

  #content(line: string): void {
    if (this.#kind === 'picture' && line !== '') {
      if (!beginsPicture(line)) this.#report('embedded_file');
      this.#kind = 'embedded_file';
    } else if (this.#kind === 'passive' && beginsFile(line)) {
      this.#report('embedded_file');
    }
  }

  #report(kind: Exclude<PartKind, 'passive' | 'picture' | 'encrypted'>): void {
    const place = this.#open.map(({ part }) => part).join('.') || '1';
    this.#findings.add(kind, `part ${place}`, this.#name);
  }
}

// Detects an object's type by its bytes: by the marks that file-type finds, and by those in places that it does not read.
import { fileTypeFromTokenizer } from 'file-type';
import { canonicalType } from './content-types.ts';
import { compoundType, PLAIN_COMPOUND } from './formats/compound/compound-type.ts';
import { containerType } from './formats/container-type.ts';
import { type Readable, zipType } from './formats/zip/zip-type.ts';
import { RangedTokenizer } from './ranged-tokenizer.ts';
import { BudgetExceededError, type StoredBytes } from './stored-bytes.ts';

/** How many bytes may stand before `%PDF-` (ISO 32000-1, annex H, implementation note 13). */
const PDF_LEADING_MAX_BYTES = 1024;
/** How many boxes may stand before `ftyp`, which should come as early as possible (ISO/IEC 14496-12, section 4.3). */
const BOXES_BEFORE_FTYP = 8;
/** How far after an ID3 tag its audio may begin: taggers leave padding. */
const AFTER_ID3_MAX_BYTES = 4092;

/** Finds the canonical type of an object; undefined when its bytes carry no mark. Throws BudgetExceededError. */
export async function detectType(bytes: Readable): Promise<string | undefined> {
  const mark = await markedType(bytes);
  if (mark === PLAIN_COMPOUND) return await compoundType(bytes);
  return mark && (await containerType(mark, bytes));
}

async function markedType(bytes: Readable): Promise<string | undefined> {
  const start = await bytes.read(0, PDF_LEADING_MAX_BYTES + 5);
  if (startsWith(start, 'PK\x03\x04')) return (await zipType(bytes)) ?? (await findMark(bytes));
  const isTagged = startsWith(start, 'ID3');
  if (isTagged && id3Length(start) > bytes.size) return undefined;

  const mark = await findMark(bytes, isTagged ? AFTER_ID3_MAX_BYTES : 0);
  if (mark === 'video/quicktime' && !startsWith(start.subarray(4), 'ftyp')) {
    const ftyp = await findFtyp(bytes);
    return ftyp ? findMark(from(bytes, ftyp)) : mark;
  }
  return mark ?? (hasPdfHeader(start) ? 'application/pdf' : undefined);
}

async function findMark(bytes: StoredBytes, mpegOffsetTolerance = 0): Promise<string | undefined> {
  try {
    const mark = await fileTypeFromTokenizer(new RangedTokenizer(bytes), { mpegOffsetTolerance });
    return mark && canonicalType(mark.mime);
  } catch (error) {
    if (error instanceof BudgetExceededError) throw error;
    // Bytes on which a parser fails carry no mark.
    return undefined;
  }
}

/** The rest of an object as if it began there. */
const from = (bytes: StoredBytes, start: number): StoredBytes => ({
  size: bytes.size - start,
  read: (at, length) => bytes.read(start + at, length),
});

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const startsWith = (bytes: Uint8Array, mark: string): boolean =>
  latin1(bytes.subarray(0, mark.length)) === mark;

const hasPdfHeader = (start: Uint8Array): boolean => latin1(start).includes('%PDF-');

/** Bytes of the ID3v2 tag with its header: four bytes of seven bits each (ID3v2.4.0, section 3.1). */
const id3Length = (start: Uint8Array): number =>
  10 + start.subarray(6, 10).reduce((length, byte) => length * 128 + (byte & 0x7f), 0);

/** Where the `ftyp` box begins, past boxes that hold nothing or only media. */
async function findFtyp(bytes: StoredBytes): Promise<number | undefined> {
  let at = 0;
  for (let box = 0; box < BOXES_BEFORE_FTYP; box += 1) {
    const header = Buffer.from(await bytes.read(at, 16));
    if (header.length < 16) return undefined;
    if (header.toString('latin1', 4, 8) === 'ftyp') return at;
    const size = header.readUInt32BE(0);
    at += size === 1 ? Number(header.readBigUInt64BE(8)) : Math.max(size, 8);
    // Zero stands for the rest of the file.
    if (size === 0 || at >= bytes.size) return undefined;
  }
  return undefined;
}

// A Word document of any size: its text, packed, fills it.
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { ascii, be64, join, le32, utf8 } from '../../test/fixtures/hostile/bytes.ts';
import type { MadeFile } from '../../test/fixtures/hostile/made-file.ts';
import { entriesOf } from '../../test/fixtures/hostile/office-parts.ts';
import { zip } from '../../test/fixtures/hostile/zip.ts';
import { randomFrom } from '../random.ts';

const PARAGRAPHS = 2_000;
const random = randomFrom(1);
const word = (): string => Math.floor(random() * 2 ** 40).toString(36);
const paragraph = (): string =>
  `<w:p><w:r><w:t>${Array.from({ length: 12 }, word).join(' ')}</w:t></w:r></w:p>`;
const unit = utf8(Array.from({ length: PARAGRAPHS }, paragraph).join(''));

const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const opening = utf8(
  `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${namespace}"><w:body>`,
);
const closing = utf8('</w:body></w:document>');

// A full flush ends a block at a byte and forgets what came before, so that packed units can stand one after the other.
const packUnit = (bytes: Uint8Array): Buffer =>
  deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
const packedOpening = packUnit(opening);
const packedUnit = packUnit(unit);
const packedClosing = deflateRawSync(closing);

const ZIP64 = 0xffff_ffff;
const name = ascii('word/document.xml');

/** Makes the document, packed bytes and all else, at about this size. */
export function grownWord(size: number): MadeFile {
  const times = Math.max(1, Math.round(size / packedUnit.byteLength));
  let checksum = crc32(opening);
  for (let index = 0; index < times; index += 1) checksum = crc32(unit, checksum);
  checksum = crc32(closing, checksum);
  const packed =
    packedOpening.byteLength + times * packedUnit.byteLength + packedClosing.byteLength;
  const unpacked = opening.byteLength + times * unit.byteLength + closing.byteLength;

  const others = zip(entriesOf.docx.filter((entry) => entry.name !== 'word/document.xml'));
  const end = others.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const directoryAt = others.readUInt32LE(end + 16);
  const entries = others.readUInt16LE(end + 10) + 1;
  const sizes = join(be64(unpacked).reverse(), be64(packed).reverse());
  const extra = join(Buffer.from([1, 0, 16, 0]), sizes);
  const shared = join(Buffer.from([45, 0, 0, 0, 8, 0]), le32(0x5a21_0000), le32(checksum));
  const lengths = join(le32(ZIP64), le32(ZIP64), Buffer.from([name.length, 0, extra.length, 0]));
  const local = join(ascii('PK\x03\x04'), shared, lengths, name, extra);
  const entry = join(
    ascii('PK\x01\x02\x2d\0'),
    shared,
    lengths,
    Buffer.alloc(10),
    le32(directoryAt),
    name,
    extra,
  );
  const head = join(others.subarray(0, directoryAt), local, packedOpening);
  const tailAt = head.byteLength + packed - packedOpening.byteLength;
  const directory = join(others.subarray(directoryAt, end), entry);
  const directoryStart = tailAt;
  const tail = join(
    directory,
    ascii('PK\x05\x06\0\0\0\0'),
    Buffer.from([entries, 0, entries, 0]),
    le32(directory.byteLength),
    le32(directoryStart),
    Buffer.alloc(2),
  );
  return {
    size: tailAt + tail.byteLength,
    pieces: [
      { at: 0, bytes: head },
      { at: head.byteLength, bytes: packedUnit, times },
      { at: tailAt - packedClosing.byteLength, bytes: packedClosing },
      { at: tailAt, bytes: tail },
    ],
  };
}

// The real files grown to any size without losing their form: head and tail are real, what repeats or is silent lies between.
import { crc32 } from 'node:zlib';
import { ascii, be32, be64, join, le32, real, utf8 } from '../../test/fixtures/hostile/bytes.ts';
import { dense, type MadeFile, sparse } from '../../test/fixtures/hostile/made-file.ts';
import {
  GIF_TRAILER,
  gifFrame,
  gifScreen,
  PNG_SIGNATURE,
  pngChunk,
  pngHeader,
} from '../../test/fixtures/hostile/picture-parts.ts';
import { grownPdf } from './grown-pdf.ts';
import { grownWord } from './grown-word.ts';

/** A kind of file that can be made in any size from its own on. */
export interface GrownFile {
  readonly type: string;
  /** Bytes of the real file. */
  readonly size: number;
  /** Largest size that the format can express. */
  readonly maxSize: number;
  grow(size: number): MadeFile;
}

const UNLIMITED = Number.POSITIVE_INFINITY;
const GB4 = 2 ** 32;

/** Head, the same bytes again and again, tail; the last repetition fills up to the size. */
function repeating(size: number, head: Uint8Array, unit: Uint8Array, tail: Uint8Array): MadeFile {
  const times = Math.max(
    1,
    Math.floor((size - head.byteLength - tail.byteLength) / unit.byteLength),
  );
  const tailAt = head.byteLength + times * unit.byteLength;
  return {
    size: tailAt + tail.byteLength,
    pieces: [
      { at: 0, bytes: head },
      { at: head.byteLength, bytes: unit, times },
      { at: tailAt, bytes: tail },
    ],
  };
}

const grown = (
  type: string,
  name: string,
  grow: (size: number, file: Buffer) => MadeFile,
  maxSize = UNLIMITED,
): GrownFile => {
  const file = real(name);
  return {
    type,
    size: file.byteLength,
    maxSize,
    grow: (size) => (size <= file.byteLength ? dense(file) : grow(size, file)),
  };
};

const zip64 = 0xffff_ffff;
const zeros = Buffer.alloc(1024 * 1024);

function checksumOfZeros(length: number): number {
  let checksum = 0;
  for (let left = length; left > 0; left -= zeros.byteLength) {
    checksum = crc32(left < zeros.byteLength ? zeros.subarray(0, left) : zeros, checksum);
  }
  return checksum;
}

/** An office document whose last part, stored as it is, grows: its directory moves on, beyond 4 GB as zip64. */
function grownArchive(size: number, archive: Buffer): MadeFile {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const directoryAt = archive.readUInt32LE(end + 16);
  const directory = archive.subarray(directoryAt, end);
  const entries = archive.readUInt16LE(end + 10) + 1;
  const name = ascii('media/film.mp4');
  const dataBytes = size - archive.byteLength - 300;
  const sizes = join(be64(dataBytes).reverse(), be64(dataBytes).reverse());
  const extra = join(Buffer.from([1, 0, 16, 0]), sizes);
  const checksum = checksumOfZeros(dataBytes);
  const shared = join(Buffer.from([45, 0, 0, 0, 0, 0]), le32(0x5a21_0000), le32(checksum));
  const lengths = join(
    le32(zip64),
    le32(zip64),
    Buffer.from([name.byteLength, 0, extra.byteLength, 0]),
  );
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
  const newDirectoryAt = directoryAt + local.byteLength + dataBytes;
  const directoryBytes = directory.byteLength + entry.byteLength;
  const tail = join(
    directory,
    entry,
    ascii('PK\x06\x06'),
    be64(44).reverse(),
    Buffer.from([45, 0, 45, 0]),
    Buffer.alloc(8),
    be64(entries).reverse(),
    be64(entries).reverse(),
    be64(directoryBytes).reverse(),
    be64(newDirectoryAt).reverse(),
    ascii('PK\x06\x07'),
    le32(0),
    be64(newDirectoryAt + directoryBytes).reverse(),
    le32(1),
    ascii('PK\x05\x06\0\0\0\0'),
    Buffer.from([entries, 0, entries, 0]),
    le32(directoryBytes),
    le32(zip64),
    Buffer.alloc(2),
  );
  return sparse(
    newDirectoryAt + tail.byteLength,
    join(archive.subarray(0, directoryAt), local),
    tail,
  );
}

const ooxml = 'application/vnd.openxmlformats-officedocument';

/** A text of one kibibyte and more, for formats of which there is no real file. */
const text = (type: string, head: string, line: string, tail: string): GrownFile => ({
  type,
  size: 1024,
  maxSize: UNLIMITED,
  grow: (size) => repeating(size, utf8(head), utf8(line), utf8(tail)),
});

/** One of each kind, grown as such a file would grow. */
export const grownFiles: readonly GrownFile[] = [
  grown('image/png', 'fixture.png', (size) =>
    repeating(
      size,
      join(PNG_SIGNATURE, pngHeader(6000, 4000)),
      pngChunk('IDAT', Buffer.alloc(8192, 7)),
      pngChunk('IEND', Buffer.alloc(0)),
    ),
  ),
  grown('image/jpeg', 'fixture.jpg', (size, file) =>
    sparse(size, file.subarray(0, -2), file.subarray(-2)),
  ),
  // One frame whose data fills the file, in blocks of 255 bytes.
  grown('image/gif', 'fixture.gif', (size) =>
    repeating(
      size,
      join(gifScreen(10, 10), gifFrame(10, 10).subarray(0, 11)),
      Buffer.alloc(256, 255),
      join(Uint8Array.of(0), GIF_TRAILER),
    ),
  ),
  grown(
    'image/webp',
    'fixture.webp',
    (size, file) => {
      const data = Math.floor((size - 20) / 2) * 2;
      const head = join(ascii('RIFF'), le32(data + 12), ascii('WEBPVP8 '), le32(data));
      return sparse(data + 20, join(head, file.subarray(20)));
    },
    GB4,
  ),
  grown('application/pdf', 'fixture.pdf', grownPdf),
  grown(`${ooxml}.wordprocessingml.document`, 'fixture.docx', grownWord, GB4),
  grown('application/vnd.oasis.opendocument.text', 'fixture.odt', grownArchive),
  grown('application/zip', 'fixture.zip', grownArchive),
  text('text/plain', 'Log\n', '0123456789abcde\n', 'end\n'),
  text('text/csv', 'a;b;c\n', '1;2;3\n', '4;5;6\n'),
  text('application/json', '[0', ',\n1', ']\n'),
  grown('video/mp4', 'fixture-imovie.mp4', (size, file) => {
    const index = file.subarray(28, 1275);
    const frames = size - 28 - index.byteLength;
    return sparse(size, join(file.subarray(0, 28), be32(1), ascii('mdat'), be64(frames)), index);
  }),
  grown('video/webm', 'fixture.webm', (size, file) => sparse(size, file)),
  grown('video/matroska', 'fixture.mkv', (size, file) => sparse(size, file)),
  grown('audio/mpeg', 'fixture.mp3', (size, file) =>
    repeating(size, file, file.subarray(-417), file.subarray(-417)),
  ),
  grown('audio/ogg', 'fixture.ogg', (size, file) =>
    repeating(size, file, file.subarray(58), file.subarray(58)),
  ),
  grown(
    'audio/wav',
    'fixture.wav',
    (size, file) => {
      const data = Math.floor((size - 44) / 2) * 2;
      return sparse(
        data + 44,
        join(ascii('RIFF'), le32(data + 36), file.subarray(8, 40), le32(data)),
      );
    },
    GB4,
  ),
  grown('text/calendar', 'fixture.ics', (size) =>
    repeating(
      size,
      utf8('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'),
      utf8('BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n'),
      utf8('END:VCALENDAR\r\n'),
    ),
  ),
  grown('application/rtf', 'fixture.rtf', (size, file) =>
    repeating(size, file.subarray(0, -1), utf8('\\par word '), utf8('}')),
  ),
];

// A PDF of any size: one page and one picture whose bytes fill it, as in a scan.
import { utf8 } from '../../test/fixtures/hostile/bytes.ts';
import type { MadeFile } from '../../test/fixtures/hostile/made-file.ts';
import { randomFrom } from '../random.ts';

const UNIT_BYTES = 64 * 1024;
const random = randomFrom(1);
/** Bytes as packed pictures have them. */
const pixels = Uint8Array.from({ length: UNIT_BYTES }, () => Math.floor(random() * 256));

const page = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /XObject << /P 4 0 R >> >> >>',
];

/** Makes the PDF; its size is the one asked for, up to a picture's unit. */
export function grownPdf(size: number): MadeFile {
  const times = Math.max(1, Math.round(size / UNIT_BYTES));
  let head = '%PDF-1.7\n';
  const offsets: number[] = [];
  const start = (number: number, body: string): void => {
    offsets.push(head.length);
    head += `${number} 0 obj\n${body}\n`;
  };
  for (const [index, body] of page.entries()) start(index + 1, `${body}\nendobj`);
  start(
    4,
    `<< /Type /XObject /Subtype /Image /Width 256 /Height ${times} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${times * UNIT_BYTES} >>\nstream`,
  );
  const end = '\nendstream\nendobj\n';
  const dataEnd = head.length + times * UNIT_BYTES;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const tail = `${end}xref\n0 5\n0000000000 65535 f \n${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${dataEnd + end.length}\n%%EOF\n`;
  return {
    size: dataEnd + tail.length,
    pieces: [
      { at: 0, bytes: utf8(head) },
      { at: head.length, bytes: pixels, times },
      { at: dataEnd, bytes: utf8(tail) },
    ],
  };
}

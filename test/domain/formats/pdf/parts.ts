// The parts of PDFs that the tests of their reader are made of.
import { deflateSync } from 'node:zlib';
import { inspectPdf } from '../../../../lambdas/domain/formats/pdf/pdf.ts';
import { pdf } from '../../../fixtures/hostile/documents.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { join } from '../look.ts';

export { pdf };

/** A catalog with these entries beside its own. */
export const catalog = (entries: string): string => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;

/** A tree of one page, as objects 2 and 3. */
export const onePage: readonly string[] = [
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>',
];

/** A stream with these entries beside its length. */
export const stream = (entries: string, data: Uint8Array | string): Buffer =>
  join(`<< ${entries} /Length ${data.length} >>\nstream\n`, data, '\nendstream');

/** An object stream that holds this as object 9. */
export const packed = (text: string, entries = '/Filter /FlateDecode'): Buffer =>
  stream(`/Type /ObjStm /N 1 /First 4 ${entries}`, deflateSync(join(`9 0 ${text}`)));

/** What the reader reports. */
export const inspect = (bytes: Uint8Array) => inspectPdf(bytesInMemory(bytes).whole());

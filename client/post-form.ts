// Encodes a presigned POST as the bytes of a form: every field as it was given, the file last, as S3 requires.
import { randomHex } from './hex.ts';
import type { ByteSlice } from './source.ts';
import type { Transfer } from './storage-request.ts';

/** The form of `fields` and `file`, encoded as multipart/form-data (RFC 7578). */
export function postForm(
  fields: Readonly<Record<string, string>>,
  file: ByteSlice,
): Pick<Transfer, 'headers' | 'body'> & { readonly overheadBytes: number } {
  const boundary = `airlock-${randomHex(16)}`;
  const encoder = new TextEncoder();
  const head = Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
    )
    .join('');
  // The name of the file is in the record; S3 needs only that there is one.
  const opening = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="file"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const before = encoder.encode(head + opening);
  const after = encoder.encode(`\r\n--${boundary}--\r\n`);
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: [before, file, after],
    overheadBytes: before.byteLength,
  };
}

/** Escapes a field name as the HTML standard's form encoding does. */
const quoted = (name: string): string =>
  name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');

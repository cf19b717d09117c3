// A file of text, in pieces: decoded strictly, without the mark that some programs write in front.
import { createReadStream } from 'node:fs';
import { OperateError } from '../operate-error.ts';

/**
 * Reads a file as UTF-8.
 * @throws {OperateError} when the file cannot be read or is not UTF-8
 */
export async function* decodeText(path: string): AsyncGenerator<string> {
  // It removes a byte order mark.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = createReadStream(path);
  try {
    for await (const bytes of stream) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const isText = code !== 'ERR_ENCODING_INVALID_ENCODED_DATA';
    throw new OperateError(
      isText ? `Cannot read ${path}: ${(cause as Error).message}.` : `${path} is not UTF-8.`,
      { cause },
    );
  } finally {
    stream.destroy();
  }
}

// Reading a browser's POST form: fields up to the file, then the file as a stream.
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { invalidArgument, S3Error } from './errors.ts';

const MAX_FORM_BYTES = 20 * 1024;
/** `\r\n--…\r\nContent-Disposition: form-data; name=""\r\n\r\n` around each field. */
const FIELD_OVERHEAD_BYTES = 49;
/** Stands for the client's file name wherever it occurs in a field. */
const FILENAME = /\$\{filename\}/g;

/** A form whose fields are complete and whose file has not been read yet. */
export interface PostForm {
  /** By lower-case name; repeated metadata is joined with commas. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: AsyncIterable<Buffer>;
  /** Settles once the rest of the form has been read. Throws MalformedPOSTRequest, InvalidArgument. */
  finish(): Promise<void>;
  /** Stops reading; the rest of the request is left to its connection. */
  abandon(): void;
}

/** Reads the fields. Fields after the file are ignored, as S3 ignores them (RESTObjectPOST). */
export async function readForm(incoming: IncomingMessage): Promise<PostForm> {
  const boundary = requireBoundary(incoming);
  const busboy = startBusboy(incoming);
  const fields = new Map<string, string>();
  const files = Promise.withResolvers<{ file: BusboyFileStream; fileName: string }>();
  const finished = Promise.withResolvers<void>();
  finished.promise.catch(() => {});
  let formBytes = 0;
  let fileCount = 0;
  let current: BusboyFileStream | undefined;
  let failure: Error | undefined;

  const abandon = () => {
    incoming.unpipe(busboy);
    current?.destroy();
  };
  const fail = (error: Error) => {
    failure ??= error;
    files.reject(error);
    finished.reject(error);
    abandon();
  };

  busboy.on('field', (name, value) => {
    if (current) return;
    formBytes += Buffer.byteLength(name + value) + boundary.length + FIELD_OVERHEAD_BYTES;
    if (formBytes > MAX_FORM_BYTES) {
      fail(
        new S3Error('MaxPostPreDataLengthExceededError', {
          elements: { MaxPostPreDataLengthBytes: MAX_FORM_BYTES },
        }),
      );
      return;
    }
    try {
      addField(fields, name.toLowerCase(), value);
    } catch (error) {
      fail(error as Error);
    }
  });
  busboy.on('file', (_name, file, fileName) => {
    fileCount += 1;
    file.on('error', () => fail(new S3Error('MalformedPOSTRequest')));
    if (fileCount > 1) {
      file.resume();
      fail(exactlyOneFile(fileCount));
      return;
    }
    current = file;
    files.resolve({ file, fileName: fileName ?? '' });
  });
  busboy.on('error', () => fail(new S3Error('MalformedPOSTRequest')));
  busboy.on('finish', () => {
    if (fileCount === 0) fail(exactlyOneFile(0));
    finished.resolve();
  });
  incoming.on('error', fail);
  incoming.pipe(busboy);

  const { file, fileName } = await files.promise;
  for (const [name, value] of fields)
    fields.set(
      name,
      value.replace(FILENAME, () => fileName),
    );
  async function* content(): AsyncGenerator<Buffer> {
    try {
      yield* file;
    } catch (error) {
      // The form knows why the file ended; the stream only knows that it ended.
      throw failure ?? error;
    }
  }
  return { fields, file: content(), finish: () => finished.promise, abandon };
}

/** Which of two values S3 takes is documented for metadata alone; of any other field a second one is refused. */
function addField(fields: Map<string, string>, name: string, value: string): void {
  const earlier = fields.get(name);
  if (earlier !== undefined && !name.startsWith('x-amz-meta-')) {
    throw invalidArgument('A field of the form stands there twice.', name, value);
  }
  fields.set(name, earlier === undefined ? value : `${earlier},${value}`);
}

function requireBoundary(incoming: IncomingMessage): string {
  const contentType = incoming.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) {
    throw new S3Error('PreconditionFailed', {
      elements: {
        Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
      },
    });
  }
  if (incoming.headers['content-length'] === undefined) throw new S3Error('MissingContentLength');
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType);
  if (!boundary) throw new S3Error('MalformedPOSTRequest');
  return boundary[1] ?? boundary[2] ?? '';
}

function startBusboy(incoming: IncomingMessage) {
  return new Busboy({
    headers: incoming.headers as BusboyHeaders,
    limits: { fieldSize: MAX_FORM_BYTES + 1 },
    isPartAFile: (name, _type, fileName) =>
      name?.toLowerCase() === 'file' || fileName !== undefined,
  });
}

function exactlyOneFile(count: number): S3Error {
  return invalidArgument(
    'POST requires exactly one file upload per request.',
    'file',
    String(count),
  );
}

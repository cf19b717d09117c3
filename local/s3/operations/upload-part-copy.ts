// UploadPartCopy: a part whose bytes are those of a stored object, or a range of them.
import { copySourceHeaders, openCopySource } from '../copy-source.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { quote } from '../object-headers.ts';
import type { ByteRange } from '../range.ts';
import { keep, receive } from '../receive.ts';
import type { ObjectVersion } from '../records.ts';
import { xmlResponse } from '../response.ts';
import { getUpload, putPart } from '../uploads.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';
import { toXml } from '../xml.ts';
import { chunksOf } from './get-object.ts';
import { requirePartNumber } from './upload-part.ts';

export const uploadPartCopy: Operation = async (exchange) => {
  const { request, store } = exchange;
  const { bucket, key } = request;
  store.getBucket(bucket);
  const partNumber = requirePartNumber(request);
  const upload = getUpload(store, bucket, key, request.query('uploadId') ?? '');
  const source = await openCopySource(exchange);
  const range = requireRange(request.header('x-amz-copy-source-range'), source.version);
  const chunks = chunksOf(store, source.version, range);
  const body = await receive(store.files, chunks, {}, upload.algorithm, {
    sizeInBytes: range.end - range.start + 1,
  });
  const lastModified = store.now();
  await keep(store.files, body, () =>
    putPart(store, upload, { ...body, partNumber, eTag: body.md5, lastModified }),
  );
  const document = toXml('CopyPartResult', {
    ETag: quote(body.md5),
    LastModified: lastModified.toISOString(),
    ...(!upload.isDefaultChecksum && { [`Checksum${upload.algorithm}`]: body.checksum }),
  });
  const response = xmlResponse(200, document);
  return {
    ...response,
    headers: { ...response.headers, ...ENCRYPTION_HEADERS, ...copySourceHeaders(exchange, source) },
  };
};

/** `bytes=first-last`, both given; without it the whole source. */
function requireRange(text: string | undefined, { size }: ObjectVersion): ByteRange {
  if (text === undefined) return { start: 0, end: size - 1 };
  const match = /^bytes=(\d+)-(\d+)$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      text,
    );
  }
  if (end < size) return { start, end };
  throw new S3Error('InvalidArgument', {
    message: `Range specified is not valid for source object of size: ${size}`,
    elements: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: text },
  });
}

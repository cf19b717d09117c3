// UploadPart: one numbered body of a multipart upload, in place of an earlier one with its number.
import { checksumHeader } from '../checksums.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { quote } from '../object-headers.ts';
import { openPayload } from '../payload.ts';
import { keep, receive } from '../receive.ts';
import type { MultipartUpload } from '../records.ts';
import type { S3Request } from '../request.ts';
import { getUpload, putPart } from '../uploads.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';

const MAX_PART_NUMBER = 10_000;

export const uploadPart: Operation = async ({ request, store, identity }) => {
  const { bucket, key } = request;
  store.getBucket(bucket);
  const partNumber = requirePartNumber(request);
  const upload = getUpload(store, bucket, key, request.query('uploadId') ?? '');
  const { chunks, sizeInBytes, expected } = openPayload(request, identity());
  requireChecksumOf(upload, expected.checksum?.algorithm);
  const body = await receive(store.files, chunks, expected, upload.algorithm, { sizeInBytes });
  await keep(store.files, body, () =>
    putPart(store, upload, {
      ...body,
      partNumber,
      eTag: body.md5,
      lastModified: store.now(),
    }),
  );
  const { checksum } = expected;
  const echoed = upload.isDefaultChecksum
    ? checksum && { [checksumHeader(checksum.algorithm)]: checksum.value() }
    : { [checksumHeader(upload.algorithm)]: body.checksum };
  return {
    status: 200,
    headers: {
      etag: quote(body.md5),
      ...ENCRYPTION_HEADERS,
      ...echoed,
    },
  };
};

/** 1 to 10,000. */
export function requirePartNumber(request: S3Request): number {
  const text = request.query('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`,
    'partNumber',
    text,
  );
}

/**
 * The algorithm was fixed when the upload was created, none included; composite checksums need one on each part. What S3
 * says of a checksum on a part of an upload without algorithm is not settled: 400 in reports of 2024, while today's SDKs
 * send a CRC32 there by default. So that one alone is accepted, and is only validated.
 */
function requireChecksumOf(upload: MultipartUpload, given: string | undefined): void {
  const expected = upload.isDefaultChecksum ? undefined : upload.algorithm;
  if (given === expected || (upload.isDefaultChecksum && given === 'CRC32')) return;
  if (given === undefined && upload.checksumType === 'FULL_OBJECT') return;
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${expected?.toLowerCase() ?? 'null'}, actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
  );
}

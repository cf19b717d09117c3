// CompleteMultipartUpload: the listed parts become one object, without moving a byte.
import { createHash } from 'node:crypto';
import { type Checksum, checksumOfParts } from '../checksums.ts';
import { writeGuard } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import { type Exchange, type Operation, versionIdHeader } from '../exchange.ts';
import { quote } from '../object-headers.ts';
import { readDocument } from '../payload.ts';
import type { MultipartUpload, Part } from '../records.ts';
import type { S3Request } from '../request.ts';
import { xmlResponse } from '../response.ts';
import { encodeRfc3986 } from '../sigv4.ts';
import {
  type Completion,
  completeUpload,
  findCompletion,
  getUpload,
  listParts,
} from '../uploads.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';
import { toXml } from '../xml.ts';
import { type CompletedPart, readCompletedParts } from './completed-parts.ts';

const MIN_PART_BYTES = 5 * 1024 * 1024;

export const completeMultipartUpload: Operation = async (exchange) => {
  const { request, store, identity } = exchange;
  const { bucket, key } = request;
  store.getBucket(bucket);
  const guard = writeGuard(request);
  const uploadId = request.query('uploadId') ?? '';
  // The x-amz-checksum-* of this request is the object's, not that of the document.
  const document = await readDocument(request, identity(), { isChecksumOfBody: false });
  const wanted = readCompletedParts(document);
  const replayed = findCompletion(store, bucket, key, uploadId, wanted);
  if (replayed) return answer(exchange, replayed);

  const upload = getUpload(store, bucket, key, uploadId);
  const parts = selectParts(upload, wanted, listParts(store, uploadId));
  requireObjectSize(request, parts);
  requireChecksum(request, upload, parts);
  return answer(exchange, completeUpload(store, upload, parts, eTagOf(parts), guard));
};

/** Matches what the caller lists with what is stored. Throws InvalidPart, EntityTooSmall. */
function selectParts(
  upload: MultipartUpload,
  wanted: readonly CompletedPart[],
  stored: readonly Part[],
): Part[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  const parts = wanted.map(({ partNumber, eTag, checksums }) => {
    const part = byNumber.get(partNumber);
    const checksum = checksums.get(upload.algorithm);
    const isForeign = checksums.size > (checksum === undefined || upload.isDefaultChecksum ? 0 : 1);
    const isWrong = checksum !== undefined && checksum !== part?.checksum;
    if (!part || part.eTag !== eTag || isForeign || isWrong) {
      throw new S3Error('InvalidPart', {
        elements: { UploadId: upload.uploadId, PartNumber: partNumber, ETag: eTag },
      });
    }
    if (upload.checksumType === 'COMPOSITE' && checksum === undefined) {
      throw new S3Error(
        'InvalidRequest',
        `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${partNumber} in the request.`,
      );
    }
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < MIN_PART_BYTES);
  if (!small) return parts;
  throw new S3Error('EntityTooSmall', {
    elements: {
      ProposedSize: small.size,
      MinSizeAllowed: MIN_PART_BYTES,
      PartNumber: small.partNumber,
      ETag: small.eTag,
    },
  });
}

function requireObjectSize(request: S3Request, parts: readonly Part[]): void {
  const declared = request.header('x-amz-mp-object-size');
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (declared === undefined || declared === String(size)) return;
  throw new S3Error(
    'InvalidRequest',
    /^\d+$/.test(declared)
      ? `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${size}`
      : `Value for x-amz-mp-object-size header is invalid: '${declared}'`,
  );
}

function requireChecksum(
  request: S3Request,
  upload: MultipartUpload,
  parts: readonly Part[],
): void {
  const type = request.header('x-amz-checksum-type');
  if (type !== undefined && type !== upload.checksumType) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const declared = request.header(`x-amz-checksum-${upload.algorithm.toLowerCase()}`);
  // S3 accepts a checksum of an upload that names no algorithm, and does not validate it.
  if (declared === undefined || upload.isDefaultChecksum) return;
  const { value }: Checksum = checksumOfParts(
    upload.algorithm,
    upload.checksumType,
    parts.map((part) => ({ checksum: part.checksum, sizeInBytes: part.size })),
  );
  if (declared === value || declared === value.replace(/-\d+$/, '')) return;
  throw new S3Error(
    'BadDigest',
    `The ${upload.algorithm} you specified did not match the calculated checksum.`,
  );
}

/** The MD5 of the parts' MD5s, and their number. */
function eTagOf(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part.eTag, 'hex');
  return `${hash.digest('hex')}-${parts.length}`;
}

function answer({ request, store, url }: Exchange, completion: Completion) {
  const { bucket, key } = request;
  const { eTag, checksum, versionId } = completion;
  const document = toXml('CompleteMultipartUploadResult', {
    Location: `${url}/${bucket}/${key.split('/').map(encodeRfc3986).join('/')}`,
    Bucket: bucket,
    Key: key,
    ETag: quote(eTag),
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  });
  const response = xmlResponse(200, document);
  const headers = {
    ...response.headers,
    ...ENCRYPTION_HEADERS,
    ...versionIdHeader(store, { bucket, versionId }),
  };
  return { ...response, headers };
}

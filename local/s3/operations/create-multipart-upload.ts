// CreateMultipartUpload: an id under which parts are collected.
import {
  CHECKSUM_ALGORITHMS,
  checksumTypeFor,
  DEFAULT_ALGORITHM,
  isChecksumAlgorithm,
} from '../checksums.ts';
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { attributesOf } from '../object-headers.ts';
import type { S3Request } from '../request.ts';
import { xmlResponse } from '../response.ts';
import { createUpload } from '../uploads.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';
import { toXml } from '../xml.ts';

export const createMultipartUpload: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  const attributes = attributesOf(request, store.getBucket(bucket));
  request.incoming.resume();
  const checksum = checksumOf(request);
  const upload = createUpload(store, { bucket, key, ...attributes, ...checksum });
  const response = xmlResponse(
    200,
    toXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: upload.uploadId }),
  );
  return {
    ...response,
    headers: {
      ...response.headers,
      ...ENCRYPTION_HEADERS,
      ...(!checksum.isDefaultChecksum && {
        'x-amz-checksum-algorithm': checksum.algorithm,
        'x-amz-checksum-type': checksum.checksumType,
      }),
    },
  };
};

function checksumOf(request: S3Request) {
  const algorithm = request.header('x-amz-checksum-algorithm')?.toUpperCase();
  const type = request.header('x-amz-checksum-type');
  if (algorithm === undefined && type !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const wanted = algorithm ?? DEFAULT_ALGORITHM;
  if (!isChecksumAlgorithm(wanted)) {
    throw new S3Error(
      'InvalidRequest',
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(', ')}]`,
    );
  }
  return {
    algorithm: wanted,
    checksumType: checksumTypeFor(wanted, type),
    isDefaultChecksum: algorithm === undefined,
  };
}

// The calls of an upload in parts, as a browser makes them.
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { engineForFile } from './engine-for-file.ts';

/** Creates, fills and completes uploads in the bucket; `more` is what a test adds to a request. */
export function multipartCalls({ engine, Bucket }: Awaited<ReturnType<typeof engineForFile>>) {
  /** A client that adds no checksum by itself, because presigned browser uploads have none. */
  const plain = () => engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    plain,
    begin: async (Key: string, more = {}) =>
      (await plain().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ??
      '',
    async upload(
      Key: string,
      UploadId: string,
      PartNumber: number,
      Body: Uint8Array | string,
      more = {},
    ) {
      const part = { Bucket, Key, UploadId, PartNumber, Body, ...more };
      const { ETag, ...sums } = await plain().send(new UploadPartCommand(part));
      return {
        PartNumber,
        ETag,
        ChecksumSHA256: sums.ChecksumSHA256,
        ChecksumCRC32C: sums.ChecksumCRC32C,
      };
    },
    complete(Key: string, UploadId: string, Parts: CompletedPart[], more = {}) {
      const upload = { Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more };
      return plain().send(new CompleteMultipartUploadCommand(upload));
    },
  };
}

// S3: what it holds of an upload in parts, to the last page.
import {
  ListPartsCommand,
  type ListPartsCommandOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { StoredPart } from '../../domain/parts.ts';
import type { ListParts } from '../../domain/ports.ts';

/**
 * ListParts, a thousand parts a page. The end is `IsTruncated`: S3 sends a marker with the last page too, so the SDK's own
 * paginator, which uses the marker, would never end.
 */
export const listPartsWith =
  (s3: S3Client, Bucket: string): ListParts =>
  async ({ key, uploadId }) => {
    const parts: StoredPart[] = [];
    let page: ListPartsCommandOutput | undefined;
    do {
      try {
        page = await s3.send(
          new ListPartsCommand({
            Bucket,
            Key: key,
            UploadId: uploadId,
            PartNumberMarker: page?.NextPartNumberMarker,
          }),
        );
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'NoSuchUpload') return undefined;
        throw error;
      }
      for (const { PartNumber, Size, ETag, ChecksumSHA256 } of page.Parts ?? []) {
        if (PartNumber === undefined || Size === undefined || !ETag) continue;
        parts.push({ partNumber: PartNumber, size: Size, etag: ETag, sha256: ChecksumSHA256 });
      }
    } while (page.IsTruncated);
    return parts;
  };

// A look behind the API, at what S3 really holds. Only tests have this key.
import {
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { inject } from 'vitest';

const { s3: endpoint, mediaBucket: Bucket } = inject('addresses');
const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: inject('credentials') });

/** Every version and delete marker whose key holds the file's id. */
export async function versionsOf(fileId: string): Promise<string[]> {
  const found: string[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'media/', ...next }),
    );
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key?.includes(fileId) && VersionId) found.push(VersionId);
    }
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated
      ? { ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) }
      : undefined;
  }
  return found;
}

/** Upload ids of unfinished multipart uploads of the file. */
export async function multipartUploadsOf(fileId: string): Promise<string[]> {
  const { Uploads = [] } = await s3.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'media/' }),
  );
  return Uploads.flatMap(({ Key, UploadId }) =>
    Key?.includes(fileId) && UploadId ? [UploadId] : [],
  );
}

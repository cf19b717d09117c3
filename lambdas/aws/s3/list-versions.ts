// S3: every version of one object.
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ListVersions, ObjectVersion } from '../../domain/ports.ts';

/** ListObjectVersions to the last page; keys are generated, so none is the prefix of another. */
export const listVersionsWith =
  (s3: S3Client, Bucket: string): ListVersions =>
  async (key) => {
    const versions: ObjectVersion[] = [];
    let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (next) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(next);
      for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        if (Key === key && VersionId) versions.push({ key, versionId: VersionId });
      }
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      next = IsTruncated
        ? {
            ...(NextKeyMarker && { KeyMarker: NextKeyMarker }),
            ...(NextVersionIdMarker && { VersionIdMarker: NextVersionIdMarker }),
          }
        : undefined;
    }
    return versions;

    function listPage(from: { KeyMarker?: string; VersionIdMarker?: string }) {
      return s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key, ...from }));
    }
  };

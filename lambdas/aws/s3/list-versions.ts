// S3: every version of one object, or of its variants.
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ListVersions, ObjectVersion } from '../../domain/ports.ts';
import type { ListVariants } from '../../domain/variant-ports.ts';
import { variantsPrefixOf } from '../../domain/variants.ts';

/** ListObjectVersions to the last page; keys are generated, so none is the prefix of another. */
export const listVersionsWith =
  (s3: S3Client, Bucket: string): ListVersions =>
  async (key) =>
    (await listBelow(s3, Bucket, key)).filter((version) => version.key === key);

/** The same for every variant of the object, which have their prefix to themselves. */
export const listVariantsWith =
  (s3: S3Client, Bucket: string): ListVariants =>
  (key) =>
    listBelow(s3, Bucket, variantsPrefixOf(key));

async function listBelow(s3: S3Client, Bucket: string, Prefix: string): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(next);
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key && VersionId) versions.push({ key: Key, versionId: VersionId });
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
    return s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...from }));
  }
}

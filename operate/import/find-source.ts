// S3: the object that a line of the manifest names, as it is now.
import { HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { isGone } from '../../lambdas/aws/s3/is-gone.ts';

/** The object of a line. */
export interface SourceName {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** An object as it was found: a copy names this version where the bucket keeps versions, and this entity tag. */
export interface Source extends SourceName {
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
}

/** An object, or why nothing can be imported. */
export type SourceFinding =
  | { readonly status: 'found'; readonly source: Source }
  | { readonly status: 'missing' | 'forbidden'; readonly reason: string };

/** Storage classes whose objects have to be restored before they are read (S3 user guide, "Working with archived objects"). */
const archives: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** One HeadObject. Throws where S3 gives another answer than that there is an object, that there is none, or that it is denied. */
export const findSourceWith =
  (s3: S3Client) =>
  async ({ bucket, key, versionId }: SourceName): Promise<SourceFinding> => {
    try {
      const head = await s3.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
      const { StorageClass = '', Restore = '' } = head;
      if (archives.has(StorageClass) && !Restore.includes('ongoing-request="false"')) {
        const reason = `The object is archived (${StorageClass}); restore it, then run the command again.`;
        return { status: 'forbidden', reason };
      }
      return {
        status: 'found',
        source: {
          bucket,
          key,
          versionId: versionId ?? head.VersionId,
          etag: head.ETag ?? '',
          size: head.ContentLength ?? 0,
          contentType: head.ContentType ?? '',
        },
      };
    } catch (error) {
      if (isGone(error)) {
        const what = versionId === undefined ? 'object' : 'version';
        return { status: 'missing', reason: `There is no such ${what}.` };
      }
      // The answer to HeadObject has no code, so the two look alike.
      if (versionId !== undefined && statusOf(error) === 400) {
        const reason = 'There is no such version, or the object is under a key of its own (SSE-C).';
        return { status: 'missing', reason };
      }
      if (isDenied(error)) return { status: 'forbidden', reason: deniedReading };
      throw error;
    }
  };

/** Whether S3 denied a request; its answer to HeadObject has no code. */
export const isDenied = (error: unknown): boolean => statusOf(error) === 403;

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const deniedReading =
  'S3 denies reading the object. Without s3:ListBucket on its bucket it says so of a missing object, too.';

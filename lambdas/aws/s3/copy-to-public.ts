// S3: one version, copied by S3 itself into the bucket of public copies.
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { PUBLIC_CACHE_CONTROL } from '../../domain/publication.ts';
import type { CopyToPublic, ReadCopyTag } from '../../domain/publication-ports.ts';
import { copyInParts } from './copy-in-parts.ts';
import { isGone } from './is-gone.ts';

/** The largest object that S3 copies in one request, 5 GB (S3 API reference, "CopyObject"). */
const COPY_MAX_BYTES = 5_000_000_000;

/** S3 API reference, "CopyObject": the destination does not meet the condition, or another request is changing it. */
const changedCodes = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/**
 * One CopyObject; above 5 GB a copy in parts. It names the version, so that no other bytes are published, and the copy that it
 * overwrites, so that only one of two concurrent copies is written. Type and disposition are the judged ones and not those that
 * the uploader's form stored with the object; its tags are not copied.
 */
export const copyToPublicWith =
  (s3: S3Client, mediaBucket: string, publicBucket: string): CopyToPublic =>
  async ({ key, versionId, size, readyAt, version }, to, over) => {
    const { key: Key, contentType, contentDisposition, cacheControl = PUBLIC_CACHE_CONTROL } = to;
    const CopySource = `${mediaBucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(versionId)}`;
    const object = {
      Bucket: publicBucket,
      Key,
      ContentType: contentType,
      ContentDisposition: contentDisposition,
      CacheControl: cacheControl,
    };
    const condition = over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over };
    const whole: CopyObjectCommandInput = {
      ...object,
      ...condition,
      CopySource,
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
    };
    try {
      await (size > COPY_MAX_BYTES
        ? copyInParts(s3, object, {
            ...{ CopySource, size, condition },
            since: version === undefined ? undefined : readyAt,
          })
        : s3.send(new CopyObjectCommand(whole)));
      return 'copied';
    } catch (error) {
      if (over !== undefined && isGone(error)) return 'changed';
      if (isGone(error)) return 'source_gone';
      if (error instanceof S3ServiceException && changedCodes.has(error.name)) return 'changed';
      throw error;
    }
  };

/** One HeadObject. */
export const readCopyTagWith =
  (s3: S3Client, Bucket: string): ReadCopyTag =>
  async (key) => {
    try {
      return (await s3.send(new HeadObjectCommand({ Bucket, Key: key }))).ETag;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  };

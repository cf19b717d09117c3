// S3: one version, copied by S3 itself into the bucket of public copies.
import { CopyObjectCommand, type CopyObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { PUBLIC_CACHE_CONTROL } from '../../domain/publication.ts';
import type { CopyToPublic } from '../../domain/publication-ports.ts';
import { copyInParts } from './copy-in-parts.ts';
import { isGone } from './is-gone.ts';

/** The largest object that S3 copies in one request, 5 GB (S3 API reference, "CopyObject"). */
const COPY_MAX_BYTES = 5_000_000_000;

/**
 * One CopyObject that names the version, so that no other bytes can get out; above 5 GB in parts. What the uploader's
 * form stored with the object is replaced: type and disposition are the judged ones, and tags stay behind.
 */
export const copyToPublicWith =
  (s3: S3Client, mediaBucket: string, publicBucket: string): CopyToPublic =>
  async ({ key, versionId, size }, { key: Key, contentType, contentDisposition }) => {
    const CopySource = `${mediaBucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(versionId)}`;
    const object = {
      Bucket: publicBucket,
      Key,
      ContentType: contentType,
      ContentDisposition: contentDisposition,
      CacheControl: PUBLIC_CACHE_CONTROL,
    };
    const whole: CopyObjectCommandInput = {
      ...object,
      CopySource,
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
    };
    try {
      await (size > COPY_MAX_BYTES
        ? copyInParts(s3, object, { CopySource, size })
        : s3.send(new CopyObjectCommand(whole)));
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  };

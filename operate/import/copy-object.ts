// S3: copies an object to the key of its file, inside S3: no byte of it passes through this machine.
import { CopyObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { copyInParts } from '../../lambdas/aws/s3/copy-in-parts.ts';
import { isGone } from '../../lambdas/aws/s3/is-gone.ts';
import { isDenied, type Source } from './find-source.ts';

/** The target of a file's bytes. */
export interface Place {
  readonly key: string;
  readonly contentType: string;
}

/** The outcome of a copy: `changed` when the object is no longer the one that was found. */
export type Copying = 'copied' | 'changed' | 'missing' | 'forbidden';

/** The largest object that S3 copies in one request, 5 GB (S3 API reference, "CopyObject"). */
const COPY_MAX_BYTES = 5_000_000_000;

/**
 * One CopyObject, above 5 GB a copy in parts, from exactly the version and entity tag that were found. The type is the claimed
 * one; metadata and tags of the object are not copied. S3 computes the SHA-256 of an object that it copies in one request.
 */
export const copyObjectWith =
  (s3: S3Client, mediaBucket: string, maxBytes = COPY_MAX_BYTES) =>
  async (source: Source, { key, contentType }: Place): Promise<Copying> => {
    const CopySource = copySourceOf(source);
    const CopySourceIfMatch = source.etag;
    const target = { Bucket: mediaBucket, Key: key, ContentType: contentType };
    try {
      if (source.size > maxBytes) {
        const { size } = source;
        await copyInParts(s3, target, { CopySource, CopySourceIfMatch, size });
      } else {
        const directives = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' } as const;
        const copy = { ...target, ...directives, CopySource, CopySourceIfMatch };
        await s3.send(new CopyObjectCommand({ ...copy, ChecksumAlgorithm: 'SHA256' }));
      }
      return 'copied';
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') {
        return 'changed';
      }
      if (isGone(error)) return 'missing';
      if (isDenied(error)) return 'forbidden';
      throw error;
    }
  };

const copySourceOf = ({ bucket, key, versionId }: Source): string => {
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
};

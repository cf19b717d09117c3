// S3: a copy too large for one request, part by part; it continues where an earlier attempt stopped.
import {
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  ListMultipartUploadsCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { completeMultipartWith } from './complete-multipart.ts';
import { listPartsWith } from './list-parts.ts';

const MiB = 1024 ** 2;
/** Large enough for S3's maximum in 10,000 parts of up to 5 GiB, small enough that a part takes seconds. */
const PART_BYTES = 512 * MiB;
const MAX_PARTS = 10_000;
const PARTS_AT_ONCE = 16;

type Target = CreateMultipartUploadCommandInput & {
  readonly Bucket: string;
  readonly Key: string;
};

/** Longer than publish-file runs: an upload that began this long after a version became ready was not begun for an earlier one. */
const LONGEST_RUN_MS = 15 * 60_000;

/** What is copied, what it may overwrite, and, of a file that was replaced, when its version became ready. */
interface Source {
  readonly CopySource: string;
  /** The entity tag that the source must have, when no version of it is named. */
  readonly CopySourceIfMatch?: string;
  readonly size: number;
  readonly condition?: { readonly IfMatch: string } | { readonly IfNoneMatch: string };
  readonly since?: string | undefined;
}

/**
 * UploadPartCopy for every part that S3 does not hold yet, then completes. A function that runs out of time is invoked
 * again and finds the upload by its key, so a copy may take longer than any one invocation.
 */
export async function copyInParts(
  s3: S3Client,
  target: Target,
  { size, condition, since, ...source }: Source,
): Promise<void> {
  const { Bucket, Key } = target;
  const uploadId = (await unfinishedUpload(s3, target, since)) ?? (await createUpload(s3, target));
  const upload = { key: Key, uploadId };
  const listParts = listPartsWith(s3, Bucket);
  const held = new Set((await listParts(upload))?.map(({ partNumber }) => partNumber));
  const partBytes = Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS));
  const missing = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => index + 1)
    .filter((partNumber) => !held.has(partNumber))
    .values();

  const copyMissing = async () => {
    for (const PartNumber of missing) {
      const start = (PartNumber - 1) * partBytes;
      const CopySourceRange = `bytes=${start}-${Math.min(start + partBytes, size) - 1}`;
      const part = { Bucket, Key, UploadId: uploadId, PartNumber, ...source, CopySourceRange };
      await s3.send(new UploadPartCopyCommand(part));
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, copyMissing));

  const { outcome } = await completeMultipartWith(s3, Bucket)(
    upload,
    (await listParts(upload)) ?? [],
    size,
    condition,
  );
  if (outcome !== 'completed') throw new Error(`The copy to ${Key} was not completed: ${outcome}.`);
}

/** The upload that an earlier attempt left behind; one that may hold bytes of an earlier version is not continued. */
async function unfinishedUpload(
  s3: S3Client,
  { Bucket, Key }: Target,
  since: string | undefined,
): Promise<string | undefined> {
  const earliest = since === undefined ? 0 : Date.parse(since) + LONGEST_RUN_MS;
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  return Uploads.find(
    (upload) => upload.Key === Key && (upload.Initiated?.getTime() ?? 0) >= earliest,
  )?.UploadId;
}

async function createUpload(s3: S3Client, target: Target): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  if (!UploadId) throw new Error(`S3 created an upload to ${target.Key} without an id.`);
  return UploadId;
}

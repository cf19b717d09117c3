// A variant is stored once, whatever becomes of the answers of S3.
import { createHash } from 'node:crypto';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { putVariantWith } from '../../../lambdas/aws/s3/put-variant.ts';
import { MEDIA, type Storage, startStorage } from './storage.ts';

const bytes = Buffer.from('a picture');
const sha256 = createHash('sha256').update(bytes).digest('base64');
const image = { bytes, contentType: 'image/webp', sha256 };

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
beforeEach(() => {
  storage.asked.length = 0;
});
afterAll(() => storage[Symbol.asyncDispose]());

async function versionsOf(key: string): Promise<readonly (string | undefined)[]> {
  const list = new ListObjectVersionsCommand({ Bucket: MEDIA, Prefix: key });
  return ((await storage.s3.send(list)).Versions ?? []).map(({ VersionId }) => VersionId);
}

/** Loses the answer of the next request, after S3 has done what it was asked for, until it is disposed of. */
function loseNextAnswer(): Disposable {
  const name = 'loseNextAnswer';
  let isNext = true;
  storage.s3.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (!isNext) return answer;
      isNext = false;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'low', name },
  );
  return { [Symbol.dispose]: () => void storage.s3.middlewareStack.remove(name) };
}

it('a variant whose first answer was lost is stored once, and the version on record is the stored one', async () => {
  const key = 'variants/a/thumbnail-1.webp';
  using _lost = loseNextAnswer();
  const stored = await putVariantWith(storage.s3, MEDIA)(key, image);
  expect(storage.asked).toHaveLength(3);
  expect(await versionsOf(key)).toEqual([stored.versionId]);
  expect(stored).toEqual({ versionId: stored.versionId, size: bytes.byteLength, sha256 });
});

it('a variant that an earlier run has stored is reported as it is stored, with its own size and checksum', async () => {
  const key = 'variants/b/thumbnail-1.webp';
  const earlier = Buffer.from('a picture by an earlier release');
  const its = createHash('sha256').update(earlier).digest('base64');
  const versionId = await storage.put(key, earlier, { ChecksumSHA256: its });
  storage.asked.length = 0;
  expect(await putVariantWith(storage.s3, MEDIA)(key, image)).toEqual({
    versionId,
    size: earlier.byteLength,
    sha256: its,
  });
  expect(storage.asked).toEqual([`s3:PutObject ${MEDIA}/${key}`, `s3:GetObject ${MEDIA}/${key}`]);
});

it('a variant whose bytes are damaged on the way to S3 is an error', async () => {
  const put = putVariantWith(storage.s3, MEDIA);
  const damaged = { ...image, bytes: Buffer.from('another picture') };
  await expect(put('variants/c/thumbnail-1.webp', damaged)).rejects.toThrow();
});

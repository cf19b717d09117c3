// The embedded S3 as the adapters see it in production: versioned uploads, public copies, and a record of every permission asked for.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { startS3 } from '../../../local/s3/server.ts';
import { connectS3 } from '../../connect-s3.ts';

export const MEDIA = 'media-bucket';
export const PUBLIC = 'public-bucket';

type PutOptions = Partial<PutObjectCommandInput>;

/** Two buckets, a client configured as the functions configure theirs, and what was asked of IAM. */
export type Storage = Awaited<ReturnType<typeof startStorage>>;

export async function startStorage() {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-storage-'));
  const asked: string[] = [];
  const server = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: () => ({ secretAccessKey: 'secret' }),
    async authorize({ action, bucket, key }) {
      asked.push(`${action} ${bucket}${key && `/${key}`}`);
      return { allowed: true };
    },
  });
  await server.putBucket(MEDIA, { versioned: true, corsRules: [] });
  await server.putBucket(PUBLIC, { versioned: false, corsRules: [] });
  const s3 = connectS3(server.url, { accessKeyId: 'AKIA', secretAccessKey: 'secret' });
  const put = async (Key: string, Body: string | Uint8Array, more: PutOptions = {}) => {
    const command = new PutObjectCommand({ Bucket: MEDIA, Key, Body, ...more });
    return (await s3.send(command)).VersionId ?? '';
  };
  return {
    s3,
    /** Such as `s3:GetObject media-bucket/key`, in the order of the requests. */
    asked,
    /** Stores one version and returns its id. */
    put,
    /** Stores two versions of a key, of which the first is the judged one, and forgets what was asked for it. */
    async twoVersions(key: string, more: PutOptions = {}) {
      const versionId = await put(key, 'judged', more);
      const later = await put(key, 'written later');
      asked.length = 0;
      return { key, versionId, later };
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

// The calls of S3 that tests of objects make most often.
import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { engineForFile } from './engine-for-file.ts';

/** Writes and reads objects of the bucket; `more` is what a test adds to a request. */
export const objectCalls = ({ engine, Bucket }: Awaited<ReturnType<typeof engineForFile>>) => ({
  put: (Key: string, Body: string | Uint8Array | Readable = 'hello', more = {}) =>
    engine.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
  get: (Key: string, more = {}) =>
    engine.client.send(new GetObjectCommand({ Bucket, Key, ...more })),
  head: (Key: string, more = {}) =>
    engine.client.send(new HeadObjectCommand({ Bucket, Key, ...more })),
});

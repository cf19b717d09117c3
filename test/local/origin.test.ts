// The way from the local CDN to its bucket: which key a path names.
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { readObject } from '../../local/site/origin.ts';

/** An S3 that only remembers which keys were asked for. */
function recordingS3(keys: (string | undefined)[]): S3Client {
  const send = async (command: unknown) => {
    if (command instanceof GetObjectCommand) keys.push(command.input.Key);
    return {};
  };
  return { send } as unknown as S3Client;
}

test.each([
  ['/a%2Bb.png', 'a+b.png'],
  ['/a+b.png', 'a b.png'],
  ['/a%20b.png', 'a b.png'],
])('the path %s names the key %s, as S3 reads it', async (path, key) => {
  const keys: (string | undefined)[] = [];
  await readObject(
    recordingS3(keys),
    { bucketName: 'site', originPath: '', mayList: false },
    { path, query: new URLSearchParams() },
    new Request('http://localhost/'),
  );
  expect(keys).toEqual([key]);
});

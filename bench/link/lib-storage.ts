// Runs in a child process: uploads one file by @aws-sdk/lib-storage, as a server does that holds AWS credentials.
import { createReadStream } from 'node:fs';
import { Upload } from '@aws-sdk/lib-storage';
import type { Credentials } from '../../local/lambda/credentials.ts';
import { connectS3 } from '../../test/connect-s3.ts';

const queueSize = 8;

/** Uploads a file to a bucket of the S3 at `endpoint`. */
export async function upload(
  path: string,
  { endpoint, credentials, bucket }: { endpoint: string; credentials: Credentials; bucket: string },
): Promise<void> {
  const params = { Bucket: bucket, Key: 'by-lib-storage.txt', Body: createReadStream(path) };
  await new Upload({ client: connectS3(endpoint, credentials), params, queueSize }).done();
}

// Runs as a process of its own: uploads one file by @aws-sdk/lib-storage, as a server does that holds AWS credentials.
import { createReadStream } from 'node:fs';
import { Upload } from '@aws-sdk/lib-storage';
import type { Credentials } from '../../local/lambda/credentials.ts';
import { connectS3 } from '../../test/connect-s3.ts';

/** What to upload, and where to. */
export interface LibStorageUpload {
  readonly path: string;
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly bucket: string;
}

const queueSize = 8;

const { path, endpoint, credentials, bucket } = JSON.parse(
  process.argv[2] ?? '{}',
) as LibStorageUpload;
const params = { Bucket: bucket, Key: 'by-lib-storage.txt', Body: createReadStream(path) };
await new Upload({ client: connectS3(endpoint, credentials), params, queueSize }).done();

// Reads from S3 directly what the bucket holds.
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { stage } from './visit.ts';

/** How many multipart uploads of a file S3 has begun and neither completed nor aborted. */
export async function unfinishedUploads(fileId: string): Promise<number> {
  if (!stage) throw new Error('The local cloud is not running.');
  const { s3: endpoint, mediaBucket: Bucket, credentials } = stage;
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials });
  const command = new ListMultipartUploadsCommand({ Bucket, Prefix: 'media/' });
  const { Uploads = [] } = await s3.send(command);
  return Uploads.filter(({ Key }) => Key?.includes(fileId)).length;
}

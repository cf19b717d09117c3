// Signs downloads: links lead to the bucket, or through the CDN where the configuration says so.
import type { Config } from '../config/config.ts';
import type { PresignGet } from '../domain/ports.ts';
import { readEnvironment } from '../env.ts';
import { connectS3 } from './connect.ts';
import { presignGetFrom } from './s3/presign-get.ts';

/** Connects the signer that `downloads` names. The CDN's one is loaded only where it is used. */
export async function connectDownloads({
  downloads,
}: Pick<Config, 'downloads'>): Promise<PresignGet> {
  if (downloads === 's3') {
    return presignGetFrom(connectS3(), readEnvironment('MEDIA_BUCKET').MEDIA_BUCKET);
  }
  const { connectCdnDownloads } = await import('./cloudfront/sign-downloads-cdn.ts');
  return await connectCdnDownloads();
}

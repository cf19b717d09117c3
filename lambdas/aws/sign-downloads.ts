// Signs downloads: links lead to the bucket, or to the CDN when the configuration says so.
import type { Config } from '../config/config.ts';
import type { PresignGet } from '../domain/ports.ts';
import { readEnvironment } from '../env.ts';
import { connectS3 } from './connect.ts';
import { presignGetWith } from './s3/presign-get.ts';

/** Synth puts this module beside the bundles of the functions that sign downloads; only the CDN's signer needs it. */
const cdnModule = new URL('./sign-downloads-cdn.mjs', import.meta.url).href;

/** Connects the signer that `downloads` names. */
export async function connectDownloads({
  downloads,
}: Pick<Config, 'downloads'>): Promise<PresignGet> {
  if (downloads === 's3') {
    return presignGetWith(connectS3(), readEnvironment('MEDIA_BUCKET').MEDIA_BUCKET);
  }
  const { connectCdnDownloads }: typeof import('./cloudfront/sign-downloads-cdn.ts') = await import(
    cdnModule
  );
  return await connectCdnDownloads();
}

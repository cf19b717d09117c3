// Where signed links lead with `downloads: 's3'`: straight to the bucket. Its sibling for the CDN takes its place in the
// bundles when the configuration says so, see lib/bundle-functions.ts.
import type { PresignGet } from '../../domain/ports.ts';
import { readEnvironment } from '../../env.ts';
import { connectS3 } from '../connect.ts';
import { presignGetFrom } from './presign-get.ts';

/** The signer of downloads. */
export const connectDownloads = async (): Promise<PresignGet> =>
  presignGetFrom(connectS3(), readEnvironment('MEDIA_BUCKET').MEDIA_BUCKET);

// Signs downloads through CloudFront, for `downloads: 'cdn'`.
import type { PresignGet } from '../../domain/ports.ts';
import { readEnvironment } from '../../env.ts';
import { connectSsm } from '../connect.ts';
import { findSecretWith } from '../secret-parameters.ts';
import { signCdnUrlWith } from './sign-cdn-url.ts';

/** The signer of downloads; reads its key once per cold start. */
export async function connectCdnDownloads(): Promise<PresignGet> {
  const { MEDIA_ORIGIN, DOWNLOAD_KEY_ID, DOWNLOAD_KEY_PARAMETER } = readEnvironment(
    'MEDIA_ORIGIN',
    'DOWNLOAD_KEY_ID',
    'DOWNLOAD_KEY_PARAMETER',
  );
  const privateKey = await findSecretWith(connectSsm())(DOWNLOAD_KEY_PARAMETER);
  if (!privateKey) {
    throw new Error(
      `There is no private key in ${DOWNLOAD_KEY_PARAMETER}. Deploy again: create-download-key makes it.`,
    );
  }
  return signCdnUrlWith(MEDIA_ORIGIN, { keyPairId: DOWNLOAD_KEY_ID, privateKey });
}

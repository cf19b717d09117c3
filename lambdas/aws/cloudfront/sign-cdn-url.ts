// CloudFront: a signed link to one version through the CDN. Signing is local; no request is made.
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import type { PresignGet } from '../../domain/ports.ts';

/** The signing key: its id in CloudFront, and its private half in PEM. */
export interface DownloadKey {
  readonly keyPairId: string;
  readonly privateKey: string;
}

/**
 * A canned policy signs the whole URL, so that no parameter can be removed, added or changed (CloudFront developer guide, "Use
 * signed URLs"). `private` keeps the bytes out of the edges' memory.
 */
export const signCdnUrlWith =
  (origin: string, key: DownloadKey, now: () => number = Date.now): PresignGet =>
  async (version, { contentType, contentDisposition }, expiresInSeconds) => {
    const parameters = {
      'response-cache-control': `private, max-age=${expiresInSeconds}`,
      'response-content-disposition': contentDisposition,
      'response-content-type': contentType,
      versionId: version.versionId,
    };
    const query = Object.entries(parameters).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    );
    const path = version.key.split('/').map(encodeURIComponent).join('/');
    return getSignedUrl({
      url: `${origin}/${path}?${query.join('&')}`,
      ...key,
      algorithm: 'SHA256',
      dateLessThan: new Date(now() + expiresInSeconds * 1000),
    });
  };

import { generateKeyPairSync } from 'node:crypto';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { describe, expect, it } from 'vitest';
import { refuseSignature } from '../../local/site/signed-url.ts';

const nowSeconds = 1_800_000_000;
const at = (seconds: number) => new Date((nowSeconds + seconds) * 1000);
const pair = (kind: 'ec' | 'rsa') =>
  kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
const [ec, rsa] = [pair('ec'), pair('rsa')];
const keys = new Map([
  ['KEC', ec.publicKey],
  ['KRSA', rsa.publicKey],
]);
const pem = (key: typeof ec) => key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const byEc = { keyPairId: 'KEC', privateKey: pem(ec), algorithm: 'SHA256' } as const;
const url =
  "https://d1.cloudfront.net/media/a b/ü=+'.txt?versionId=v1&response-content-type=text%2Fplain";

const refusal = (signed: string, seconds = nowSeconds) => refuseSignature(signed, keys, seconds);

describe('a signed URL', () => {
  it('a signed URL is valid until it expires, and not a second longer', () => {
    const signed = getSignedUrl({ url, ...byEc, dateLessThan: at(60) });
    expect(refusal(signed)).toBeUndefined();
    expect(refusal(signed, nowSeconds + 59)).toBeUndefined();
    expect(refusal(signed, nowSeconds + 60)).toBe('AccessDenied');
  });

  it('a signed URL may be signed with RSA and SHA-1 as well, as CloudFront’s first keys were', () => {
    const key = { keyPairId: 'KRSA', privateKey: pem(rsa) };
    expect(refusal(getSignedUrl({ url, ...key, dateLessThan: at(60) }))).toBeUndefined();
  });

  it('a signed URL may carry a custom policy, with a start time and a wildcard', () => {
    const policy = (resource: string) =>
      JSON.stringify({
        Statement: [
          {
            Resource: resource,
            Condition: {
              DateLessThan: { 'AWS:EpochTime': nowSeconds + 60 },
              DateGreaterThan: { 'AWS:EpochTime': nowSeconds },
            },
          },
        ],
      });
    const path = 'https://d1.cloudfront.net/media/film.mp4';
    const signed = (resource: string) =>
      getSignedUrl({ url: path, ...byEc, policy: policy(resource) });
    expect(refusal(signed('https://d1.cloudfront.net/media/*'))).toBeUndefined();
    expect(refusal(signed('https://d1.cloudfront.net/media/*'), nowSeconds - 1)).toBe(
      'AccessDenied',
    );
    expect(refusal(signed('https://d1.cloudfront.net/other/*'))).toBe('AccessDenied');
  });

  it('a policy with an unknown condition refuses every request', () => {
    const signed = getSignedUrl({ url, ...byEc, dateLessThan: at(60), ipAddress: '10.0.0.1' });
    expect(refusal(signed)).toBe('AccessDenied');
  });

  it('a signed URL with an unknown key, or without one, is refused with that reason', () => {
    expect(refusal(url)).toBe('MissingKey');
    const signed = getSignedUrl({ url, ...byEc, keyPairId: 'KOTHER', dateLessThan: at(60) });
    expect(refusal(signed)).toBe('InvalidKey');
  });
});

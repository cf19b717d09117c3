// Downloads through the CDN, with everything real: the stacks of `downloads: 'cdn'`, their keys, the local CDN.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { settleResource } from './settle-resource.ts';

const body = 'The judged bytes of a contract, and no others.';
const filename = 'Vertrag „Größe“ (2).txt';

let stateDirectory: string;
let assemblyDirectory: string;
let cloud: Cloud;
let url: string;
let fileId: string;
let airlock: ReturnType<typeof createAirlock>;

const tokenOf = (username: string) => accessToken(cloud.addresses, username);

beforeAll(async () => {
  stateDirectory = await makeStateDirectory(inject('runDirectory'), 'story-cdn');
  const configFile = join(import.meta.dirname, 'cdn-downloads.config.ts');
  assemblyDirectory = await assemblyFor('story-cdn', { directory: stateDirectory, configFile });
});
afterAll(() => cloud?.stop());

/** What CloudFront says of a URL: its status and, if it refuses, why. */
async function answerTo(address: string, init?: RequestInit) {
  const response = await fetch(address, init);
  const text = await response.text();
  return [response.status, /<Code>(\w+)</.exec(text)?.[1] ?? text];
}

/** The URL with one parameter changed, or taken away. */
function altered(name: string, value?: string): string {
  const [path, query = ''] = url.split('?');
  const pairs = query.split('&').flatMap((pair) => {
    if (pair.split('=')[0] !== name) return [pair];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return `${path}?${pairs.join('&')}`;
}

describe('downloads through the CDN', () => {
  // No hook, so that what stops it is the failure of a test.
  it('a download through the CDN works once the cloud has started with its keys', async () => {
    // That of an attempt that failed.
    await cloud?.stop();
    cloud = await startCloud({ stateDirectory, assemblyDirectory });
    const token = await tokenOf('alice');
    airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
    const source = new File([body], filename, { type: 'text/plain' });
    ({ id: fileId } = await airlock.upload(source, { collection: 'documents' }));
    ({ url } = await airlock.download(fileId));
  });

  it('a download through the CDN serves the pinned version with its type and name, and no edge caches it', async () => {
    expect(url.startsWith(`${cloud.addresses.cdn}/media/documents/`)).toBe(true);
    for (let round = 0; round < 2; round += 1) {
      const response = await fetch(url);
      expect(response.status, await response.clone().text()).toBe(200);
      expect(await response.text()).toBe(body);
      const { headers } = response;
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('content-disposition')).toContain("filename*=UTF-8''Vertrag");
      expect(headers.get('cache-control')).toBe('private, max-age=300');
      expect(headers.get('x-cache')).toBe('Miss from cloudfront');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('the CDN answers requests for ranges', async () => {
    const response = await fetch(url, { headers: { range: 'bytes=4-9' } });
    expect([response.status, await response.text()]).toEqual([206, body.slice(4, 10)]);
    expect(response.headers.get('content-range')).toBe(`bytes 4-9/${body.length}`);
  });

  it('only pages of the application may show a download in a frame, and nothing in it runs', async () => {
    const { headers } = await fetch(url);
    const policy = headers.get('content-security-policy')?.split('; ');
    expect(policy).toContain(`frame-ancestors ${cloud.addresses.site}`);
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", 'sandbox']));
    expect(headers.get('x-frame-options')).toBeNull();
  });

  it('an anonymous link leads to a download through the CDN', async () => {
    const link = await airlock.createLink(fileId, { expiresInSeconds: 60 });
    const redirect = await fetch(link.url, { redirect: 'manual' });
    const location = redirect.headers.get('location') ?? '';
    expect(location.startsWith(`${cloud.addresses.cdn}/media/`)).toBe(true);
    expect(await answerTo(location)).toEqual([200, body]);
    const shown = await fetch(link.url, { method: 'HEAD' });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it.each([
    ['another type', () => altered('response-content-type', 'text%2Fhtml')],
    ['another disposition', () => altered('response-content-disposition', 'inline')],
    ['no disposition', () => altered('response-content-disposition')],
    ['another version', () => altered('versionId', '0'.repeat(32))],
    ['no version', () => altered('versionId')],
    ['another expiry', () => altered('Expires', '4102444800')],
    ['another hash', () => altered('Hash-Algorithm', 'SHA1')],
    ['another signature', () => altered('Signature', 'MEUCIQDxxxx_')],
    ['a parameter more', () => `${url}&response-expires=0`],
    ['another path', () => url.replace('/media/documents/', '/media/images/')],
  ])('the CDN refuses an altered URL: %s', async (_what, change) => {
    expect(change()).not.toBe(url);
    expect(await answerTo(change())).toEqual([403, 'AccessDenied']);
  });

  it('a download through the CDN is refused without a signature, and with an untrusted key', async () => {
    expect(await answerTo(url.split('?')[0] ?? '')).toEqual([403, 'MissingKey']);
    expect(await answerTo(altered('Key-Pair-Id', 'K0123456789AB'))).toEqual([403, 'InvalidKey']);
  });

  it('a download through the CDN is refused with the signature of another key', async () => {
    const { privateKey } = await crypto.subtle
      .generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
      .then(async (pair) => ({
        privateKey: `-----BEGIN PRIVATE KEY-----\n${Buffer.from(
          await crypto.subtle.exportKey('pkcs8', pair.privateKey),
        ).toString('base64')}\n-----END PRIVATE KEY-----`,
      }));
    const forged = getSignedUrl({
      url: url.split('&Expires')[0] ?? '',
      keyPairId: new URL(url).searchParams.get('Key-Pair-Id') ?? '',
      privateKey,
      algorithm: 'SHA256',
      dateLessThan: new Date(Date.now() + 60_000),
    });
    expect(await answerTo(forged)).toEqual([403, 'AccessDenied']);
  });

  it('a CDN link to a deleted file does not work, although the link has not expired', async () => {
    const source = new File(['short-lived'], 'gone.txt', { type: 'text/plain' });
    const { id } = await airlock.upload(source, { collection: 'documents' });
    const { url: own } = await airlock.download(id);
    expect(await answerTo(own)).toEqual([200, 'short-lived']);
    await airlock.remove(id);
    await cloud.idle();
    expect((await answerTo(own))[0]).toBe(403);
  });

  it('downloads are signed with the same key after a restart', async () => {
    const keyOf = (address: string) => new URL(address).searchParams.get('Key-Pair-Id');
    const before = url;
    await cloud.stop();
    cloud = await startCloud({ stateDirectory, assemblyDirectory });
    const token = await tokenOf('alice');
    airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
    const { url: after } = await airlock.download(fileId);
    expect(keyOf(after)).toBe(keyOf(before));
    expect(await answerTo(after)).toEqual([200, body]);
  });
});

describe('a key pair', () => {
  const ParameterName = '/Airlock-Media/download-keys/next';
  const isKept = async () =>
    ParameterName in JSON.parse(await readFile(join(stateDirectory, 'parameters.json'), 'utf8'));

  const request = (RequestType: 'Create' | 'Delete', rest: object = {}) =>
    settleResource(cloud, 'DownloadKeysCreateDownloadKey', {
      RequestType,
      ResourceProperties: { ParameterName },
      ...rest,
    });

  it('a key pair is created with its generation, and its private key is deleted with it', async () => {
    expect(await request('Create')).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: ParameterName,
      Data: { PublicKey: expect.stringContaining('BEGIN PUBLIC KEY') },
    });
    expect(await isKept()).toBe(true);
    const answer = await request('Delete', { PhysicalResourceId: ParameterName });
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
    expect(await isKept()).toBe(false);
  });
});

// Downloads through the CDN, with everything real: the stacks of `downloads: 'cdn'`, their keys, the local CDN.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAirlock } from '../client/airlock.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';

const body = 'The judged bytes of a contract, and no others.';
const filename = 'Vertrag „Größe“ (2).txt';

let directory: string;
let cloud: Cloud;
let url: string;
let fileId: string;
let airlock: ReturnType<typeof createAirlock>;

async function tokenOf(username: string): Promise<string> {
  const { issuer, clientId } = cloud.addresses;
  const form = { grant_type: 'password', username, password: 'x', scope: 'openid' };
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: clientId }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const stateDirectory = () => join(directory, 'state');
const start = () =>
  startCloud({
    stateDirectory: stateDirectory(),
    configFile: join(import.meta.dirname, 'cdn-downloads', 'airlock.config.ts'),
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-cdn-'));
  cloud = await start();
  const token = await tokenOf('alice');
  airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
  const source = new File([body], filename, { type: 'text/plain' });
  ({ id: fileId } = await airlock.upload(source, { collection: 'documents' }));
  ({ url } = await airlock.download(fileId));
}, 120_000);
afterAll(async () => {
  await cloud?.stop();
  await rm(directory, { recursive: true, force: true });
});

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

describe('a download through the CDN', () => {
  it('gives the judged version under its type and name, and no edge keeps it', async () => {
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

  it('answers ranges', async () => {
    const response = await fetch(url, { headers: { range: 'bytes=4-9' } });
    expect([response.status, await response.text()]).toEqual([206, body.slice(4, 10)]);
    expect(response.headers.get('content-range')).toBe(`bytes 4-9/${body.length}`);
  });

  it('is what an anonymous link leads to as well', async () => {
    const link = await airlock.createLink(fileId, { expiresInSeconds: 60 });
    const redirect = await fetch(link.url, { redirect: 'manual' });
    const location = redirect.headers.get('location') ?? '';
    expect(location.startsWith(`${cloud.addresses.cdn}/media/`)).toBe(true);
    expect(await answerTo(location)).toEqual([200, body]);
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
  ])('is refused, altered: %s', async (_what, change) => {
    expect(change()).not.toBe(url);
    expect(await answerTo(change())).toEqual([403, 'AccessDenied']);
  });

  it('is refused without a signature, and with a key that nobody trusts', async () => {
    expect(await answerTo(url.split('?')[0] ?? '')).toEqual([403, 'MissingKey']);
    expect(await answerTo(altered('Key-Pair-Id', 'K0123456789AB'))).toEqual([403, 'InvalidKey']);
  });

  it('is refused when somebody else has signed it', async () => {
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

  it('of a deleted file leads nowhere, though the link still lasts', async () => {
    const source = new File(['short-lived'], 'gone.txt', { type: 'text/plain' });
    const { id } = await airlock.upload(source, { collection: 'documents' });
    const { url: own } = await airlock.download(id);
    expect(await answerTo(own)).toEqual([200, 'short-lived']);
    await airlock.remove(id);
    await cloud.idle();
    expect((await answerTo(own))[0]).toBe(403);
  });

  it('is signed by the same key after a restart', async () => {
    const keyOf = (address: string) => new URL(address).searchParams.get('Key-Pair-Id');
    const before = url;
    await cloud.stop();
    cloud = await startCloud({
      stateDirectory: stateDirectory(),
      assemblyDirectory: join(stateDirectory(), 'cdk.out'),
    });
    const token = await tokenOf('alice');
    airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
    const { url: after } = await airlock.download(fileId);
    expect(keyOf(after)).toBe(keyOf(before));
    expect(await answerTo(after)).toEqual([200, body]);
  });
});

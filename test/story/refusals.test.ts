// Bad input of every kind: each a clear error, and nothing left behind.
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  addresses,
  alice,
  call,
  getFile,
  issue,
  png,
  postForm,
  s3ErrorOf,
  settled,
  staff,
  uploaded,
} from './api.ts';
import { versionsOf } from './behind.ts';
import { fixture } from './file-calls.ts';

const photo = fixture('fixture.png');
const program = fixture('fixture.exe');

describe('without a good token', () => {
  const claims = { client_id: addresses.clientId, scope: 'openid', token_use: 'access' };
  const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const sign = (issuer = addresses.issuer) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'stranger' })
      .setSubject('alice')
      .setIssuer(issuer)
      .setAudience(addresses.clientId)
      .setExpirationTime('1h')
      .sign(strangersKey);
  const unsecured = new UnsecuredJWT(claims)
    .setSubject('alice')
    .setIssuer(addresses.issuer)
    .setAudience(addresses.clientId)
    .setExpirationTime('1h')
    .encode();

  it.each<[string, () => string | Promise<string>]>([
    ['no token', () => ''],
    ['noise', () => 'noise'],
    ['a token signed by another key', () => sign()],
    ['a token of another issuer', () => sign('https://login.example.com')],
    ['a token with alg none', () => unsecured],
    [
      'a token whose payload was changed',
      () => alice.replace(/\.[^.]*\./, (part) => `${part.slice(0, -3)}AA.`),
    ],
  ])('%s is answered 401', async (_case, makeToken) => {
    const token = await makeToken();
    for (const [method, path] of [
      ['GET', '/files'],
      ['POST', '/files'],
      ['GET', '/files/x/download'],
    ] as const) {
      const answer = await call(method, path, { token, ...(method === 'POST' && { body: png }) });
      expect(answer.status).toBe(401);
    }
  });

  it('an ID token in place of an access token is answered 403', async () => {
    const response = await fetch(`${addresses.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'password', username: 'alice', password: 'x', scope: 'openid' },
        client_id: addresses.clientId,
      }),
    });
    const { id_token } = (await response.json()) as { id_token: string };
    expect((await call('GET', '/usage', { token: id_token })).status).toBe(403);
    expect((await call('POST', '/files', { token: id_token, body: png })).status).toBe(403);
  });

  it('answers 404 to a path that no route takes, and 405 to another method', async () => {
    expect((await call('GET', '/', { token: alice })).status).toBe(404);
    expect((await call('DELETE', '/files', { token: alice })).status).toBe(405);
  });
});

describe('a claim', () => {
  const claim = { ...png, size: 10 };
  it.each<[number, string, object | string]>([
    [400, 'invalid_request', '{'],
    [400, 'invalid_request', { ...claim, key: 'media/mine' }],
    [400, 'invalid_request', { ...claim, collection: 'unknown' }],
    [400, 'invalid_request', { ...claim, size: 0 }],
    [400, 'invalid_request', { ...claim, size: -5 }],
    [400, 'invalid_request', { ...claim, size: 1.5 }],
    [400, 'invalid_request', { ...claim, filename: '' }],
    [400, 'invalid_request', { ...claim, sha256: 'not a digest' }],
    [403, 'forbidden', { ...claim, collection: 'press', contentType: 'text/plain' }],
    [413, 'file_too_large', { ...claim, size: 26 * 1024 ** 2 }],
    [415, 'type_not_allowed', { ...claim, contentType: 'image/svg+xml' }],
    [415, 'type_not_allowed', { ...claim, contentType: 'text/html' }],
  ])('a claim is answered with %i %s: %j', async (status, code, body) => {
    const before = await call('GET', '/files?limit=1', { token: staff });
    const answer = await call('POST', '/files', { token: staff, body });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.detail).toMatch(/\.$/);
    const after = await call('GET', '/files?limit=1', { token: staff });
    expect(after.body.files).toEqual(before.body.files);
  });

  it.each([
    ['../../etc/passwd.png', 'passwd.png'],
    ['nul\0and\nnewline.png', 'nulandnewline.png'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['say "cheese".png', 'say "cheese".png'],
    [`${'x'.repeat(1000)}.png`, `${'x'.repeat(251)}.png`],
  ])('a claim with the filename %j is stored under the name %j', async (filename, kept) => {
    expect((await issue({ ...claim, filename })).file.filename).toBe(kept);
  });
});

describe('a form', () => {
  const size = photo.byteLength;
  it.each<[string, number, string, (fields: Record<string, string>) => Record<string, string>]>([
    ['another key', 403, 'AccessDenied', (f) => ({ ...f, key: 'media/images/mine.png' })],
    ['another type', 403, 'AccessDenied', (f) => ({ ...f, 'Content-Type': 'text/html' })],
    ['an extra field', 403, 'AccessDenied', (f) => ({ ...f, acl: 'public-read' })],
    [
      'a changed signature',
      403,
      'SignatureDoesNotMatch',
      (f) => ({ ...f, 'X-Amz-Signature': '0'.repeat(64) }),
    ],
    [
      'a changed policy',
      403,
      'SignatureDoesNotMatch',
      (f) => ({
        ...f,
        Policy: Buffer.from(
          Buffer.from(f.Policy ?? '', 'base64')
            .toString()
            .replace(`${size},${size}`, `0,${size}`),
        ).toString('base64'),
      }),
    ],
    ['a missing field', 403, 'AccessDenied', ({ success_action_status: _, ...f }) => f],
    ['no signature', 400, 'InvalidArgument', ({ 'X-Amz-Signature': _, ...f }) => f],
  ])(
    'a form with %s is refused by S3 with %i %s, and the record stays pending',
    async (_case, status, code, change) => {
      const issued = await issue({ ...png, size });
      const response = await postForm(issued, photo, change);
      expect(response.status).toBe(status);
      expect(await s3ErrorOf(response)).toBe(code);
      expect(await getFile(issued.file.id)).toMatchObject({ status: 'pending' });
    },
  );

  it.each([
    ['one byte more', size - 1, 'EntityTooLarge'],
    ['one byte less', size + 1, 'EntityTooSmall'],
  ])('a form with %s than claimed is refused by S3', async (_case, claimed, code) => {
    const issued = await issue({ ...png, size: claimed });
    const response = await postForm(issued, photo);
    expect(response.status).toBe(400);
    expect(await s3ErrorOf(response)).toBe(code);
    expect(await getFile(issued.file.id)).toMatchObject({ status: 'pending' });
  });
});

describe('a file', () => {
  it('a file cannot be downloaded before it is judged', async () => {
    const { file } = await issue({ ...png, size: 10 });
    expect(await call('GET', `/files/${file.id}/download`, { token: alice })).toMatchObject({
      status: 409,
      body: { code: 'not_ready', fileStatus: 'pending' },
    });
  });

  it('a program named photo.png is rejected with a reason, and cannot be downloaded', async () => {
    const file = await uploaded({ ...png, filename: 'photo.png' }, program);
    expect(file).toMatchObject({
      status: 'rejected',
      verdict: {
        outcome: 'rejected',
        reason: 'type_mismatch',
        declaredType: 'image/png',
        detectedType: 'application/x-msdownload',
      },
    });
    expect(await call('GET', `/files/${file.id}/download`, { token: alice })).toMatchObject({
      status: 409,
      body: { code: 'not_ready', fileStatus: 'rejected' },
    });
  });

  it('HTML that is claimed as text is rejected', async () => {
    const file = await uploaded(
      { collection: 'documents', filename: 'notes.txt', contentType: 'text/plain' },
      '<!doctype html><script>alert(1)</script>',
    );
    expect(file.verdict).toMatchObject({ outcome: 'rejected', reason: 'active_content' });
  });

  it('a file that is overwritten with its form after the verdict is still served as validated', async () => {
    const issued = await issue({ ...png, size: photo.byteLength });
    await postForm(issued, photo);
    const file = await settled(issued.file.id);
    const other = Uint8Array.from(photo).fill(0);
    expect((await postForm(issued, other)).status).toBe(201);
    const { body } = await call('GET', `/files/${file.id}/download`, {
      token: alice,
      headers: { accept: 'application/json' },
    });
    const served = await fetch(body.url);
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(photo);
    // Its variants may be made at this moment.
    const { variants: _variants, variantsStatus: _status, ...judged } = file;
    expect(await getFile(file.id)).toMatchObject(judged);
    await expect.poll(() => versionsOf(file.id)).toHaveLength(1);
    const again = await fetch(body.url);
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(photo);
  });

  it('a rejected file leaves no bytes, and later bytes with its form are deleted', async () => {
    const issued = await issue({ ...png, size: program.byteLength });
    await postForm(issued, program);
    await settled(issued.file.id);
    await expect.poll(() => versionsOf(issued.file.id)).toEqual([]);
    const late = new Uint8Array(program.byteLength);
    late.set(photo.subarray(0, program.byteLength));
    expect((await postForm(issued, late)).status).toBe(201);
    await expect.poll(() => versionsOf(issued.file.id)).toEqual([]);
    expect(await getFile(issued.file.id)).toMatchObject({ status: 'rejected' });
  });
});

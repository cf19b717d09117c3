// The story by plain HTTP: issue, post to S3, judged, listed, downloaded under its own name.
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  call,
  getFile,
  issue,
  png,
  postForm,
  settled,
  staff,
  uploaded,
} from './api.ts';
import { fixture } from './file-calls.ts';

const photo = fixture('fixture.png');
const pdf = fixture('fixture.pdf');
const awkwardName = 'Ünïcode "quoted" 文件.pdf';

describe('an upload', () => {
  it('an upload goes from a claim to a download of the same bytes with its own filename', async () => {
    const claim = {
      collection: 'documents',
      filename: awkwardName,
      contentType: 'application/pdf',
    };
    const issued = await issue({ ...claim, size: pdf.byteLength });
    expect(issued.file).toMatchObject({ ...claim, status: 'pending', owner: 'alice' });
    expect(JSON.stringify(issued.file)).not.toMatch(/media\/|versionId/);

    const posted = await postForm(issued, pdf);
    expect(posted.status).toBe(201);
    expect(await posted.text()).toContain('<PostResponse>');

    const file = await settled(issued.file.id);
    expect(file).toMatchObject({
      status: 'ready',
      contentType: 'application/pdf',
      size: pdf.byteLength,
      verdict: { outcome: 'accepted', detectedType: 'application/pdf', size: pdf.byteLength },
    });
    expect(file.expiresAt).toBeUndefined();

    const link = await call('GET', `/files/${file.id}/download`, { token: alice });
    expect(link.status).toBe(302);
    expect(link.headers.get('cache-control')).toBe('no-store');
    const download = await fetch(link.headers.get('location') ?? '');
    expect(download.status).toBe(200);
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(pdf);
    expect(download.headers.get('content-type')).toBe('application/pdf');
    expect(download.headers.get('content-disposition')).toBe(
      'attachment; filename="Unicode _quoted_ __.pdf"; filename*=UTF-8\'\'%C3%9Cn%C3%AFcode%20_quoted_%20%E6%96%87%E4%BB%B6.pdf',
    );
  });

  it('a download is answered as JSON on request, inline where that is safe', async () => {
    const file = await uploaded(png, photo);
    const { status, body } = await call('GET', `/files/${file.id}/download?disposition=inline`, {
      token: alice,
      headers: { accept: 'application/json' },
    });
    expect(status).toBe(200);
    const secondsLeft = (Date.parse(body.expiresAt) - Date.now()) / 1000;
    expect(secondsLeft).toBeGreaterThan(200);
    expect(secondsLeft).toBeLessThanOrEqual(300);
    const shown = await fetch(body.url);
    expect(shown.headers.get('content-disposition')).toBe('inline; filename=photo.png');
  });

  it('an unsafe type is never served inline, whatever disposition is requested', async () => {
    const letter = await uploaded(
      { collection: 'documents', filename: 'a.rtf', contentType: 'application/rtf' },
      fixture('fixture.rtf'),
    );
    const { body } = await call('GET', `/files/${letter.id}/download?disposition=inline`, {
      token: alice,
      headers: { accept: 'application/json' },
    });
    const served = await fetch(body.url);
    expect(served.headers.get('content-disposition')).toBe('attachment; filename=a.rtf');
    expect(served.headers.get('content-type')).toBe('application/rtf');
  });

  it('a text format is shown in place as plain text, in the encoding that it was judged in', async () => {
    const csv = await uploaded(
      { collection: 'documents', filename: 'a.csv', contentType: 'text/csv' },
      'a,b\n1,2\n',
    );
    const { body } = await call('GET', `/files/${csv.id}/download?disposition=inline`, {
      token: alice,
      headers: { accept: 'application/json' },
    });
    const served = await fetch(body.url);
    expect(served.headers.get('content-disposition')).toBe('inline; filename=a.csv');
    expect(served.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('a download link cannot be changed to another response', async () => {
    const file = await uploaded(png, photo);
    const { body } = await call('GET', `/files/${file.id}/download`, {
      token: alice,
      headers: { accept: 'application/json' },
    });
    for (const change of ['response-content-type', 'response-content-disposition', 'versionId']) {
      const altered = new URL(body.url);
      altered.searchParams.set(change, 'text/html');
      expect((await fetch(altered)).status, change).toBe(403);
      altered.searchParams.delete(change);
      expect((await fetch(altered)).status, change).toBe(403);
    }
  });

  it('an upload with a claimed SHA-256 takes exactly those bytes, in hex or base64', async () => {
    const digest = createHash('sha256').update(photo);
    const sha256 = digest.copy().digest('hex');
    expect(await uploaded({ ...png, sha256 }, photo)).toMatchObject({ status: 'ready' });
    const issued = await issue({ ...png, size: photo.byteLength, sha256: digest.digest('base64') });
    const other = Uint8Array.from(photo);
    other[other.byteLength - 1] = (other.at(-1) ?? 0) ^ 1;
    expect((await postForm(issued, other)).status).toBe(400);
    expect((await postForm(issued, photo)).status).toBe(201);
    expect(await settled(issued.file.id)).toMatchObject({ status: 'ready' });
  });
});

describe('an Idempotency-Key', () => {
  const claim = { ...png, size: photo.byteLength };
  const send = (key: string, body: object, token = alice) =>
    call('POST', '/files', { token, body, headers: { 'idempotency-key': key } });

  it('many requests with one Idempotency-Key create one file, and the repeated form works', async () => {
    const key = randomUUID();
    const first = await send(key, claim);
    const again = await send(key, claim);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.file).toEqual(first.body.file);
    expect((await postForm(again.body, photo)).status).toBe(201);
    expect(await settled(first.body.file.id)).toMatchObject({ status: 'ready' });

    const settledReplay = await send(key, claim);
    expect(settledReplay.status).toBe(200);
    expect(settledReplay.body).toMatchObject({ file: { status: 'ready' } });
    expect(settledReplay.body.upload).toBeUndefined();
  });

  it('ten simultaneous requests with one Idempotency-Key create one file', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, claim)));
    expect(new Set(answers.map(({ body }) => body.file.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('an Idempotency-Key is refused with another claim, and is independent for another user', async () => {
    const key = randomUUID();
    const first = await send(key, claim);
    expect(await send(key, { ...claim, size: 1 })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
    const bobs = await send(key, claim, bob);
    expect(bobs.status).toBe(201);
    expect(bobs.body.file.id).not.toBe(first.body.file.id);
  });

  it.each(['', 'with space', 'x'.repeat(256)])('%j is not one', async (key) => {
    expect(await send(key, claim)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

describe('the list', () => {
  it('shows a user’s own files newest first, in pages, by collection and by status', async () => {
    const text = { collection: 'documents', filename: 'n.txt', contentType: 'text/plain' };
    const first = await uploaded(text, 'one', bob);
    const second = await issue({ ...png, size: 10 }, bob);
    const third = await uploaded(text, '<script>', bob);
    const list = (query: string) => call('GET', `/files?${query}`, { token: bob });
    const ids = async (query: string) =>
      (await list(query)).body.files.map(({ id }: { id: string }) => id);

    expect((await ids('limit=100')).slice(0, 3)).toEqual([third.id, second.file.id, first.id]);
    expect((await ids('collection=documents')).slice(0, 2)).toEqual([third.id, first.id]);
    expect((await ids('status=rejected'))[0]).toBe(third.id);
    expect((await ids('collection=images&status=pending'))[0]).toBe(second.file.id);

    const page = await list('limit=1');
    expect(page.body.files).toHaveLength(1);
    const next = await list(`limit=1&cursor=${page.body.nextCursor}`);
    expect(next.body.files[0]?.id).toBe(second.file.id);
    for (const [cursor, token] of [
      [page.body.nextCursor, alice],
      [`${page.body.nextCursor}x`, bob],
      ['made-up', bob],
    ] as const) {
      const answer = await call('GET', `/files?limit=1&cursor=${cursor}`, { token });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    const alices = await call('GET', '/files?limit=100', { token: alice });
    const owners = alices.body.files.map(({ owner }: { owner: string }) => owner);
    expect(owners.every((owner: string) => owner === 'alice')).toBe(true);
  });
});

describe('reading', () => {
  it('only the owner and the collection’s readers can read a file; others get not_found', async () => {
    const file = await uploaded(png, photo);
    expect((await getFile(file.id, staff)).id).toBe(file.id);
    const notYours = await call('GET', `/files/${file.id}`, { token: bob });
    const unknown = await call('GET', `/files/${randomUUID()}`, { token: bob });
    const noId = await call('GET', '/files/..%2Fsecrets', { token: bob });
    expect(notYours.status).toBe(404);
    expect(notYours.body).toEqual(unknown.body);
    expect(noId.body).toEqual(unknown.body);
    expect(await call('GET', `/files/${file.id}/download`, { token: bob })).toMatchObject({
      status: 404,
      body: unknown.body,
    });
  });
});

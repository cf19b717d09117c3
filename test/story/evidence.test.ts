// Tests which evidence about its bytes a validated file shows to its readers.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { alice, call, uploaded } from './api.ts';

const note = { collection: 'documents', filename: 'note.txt', contentType: 'text/plain' };
const long = 'Grüße, wie jedes Jahr.\n'.repeat(10_000);
const digest = (text: string) => createHash('sha256').update(text);

const download = async (id: string) => {
  const headers = { accept: 'application/json' };
  const { body } = await call('GET', `/files/${id}/download`, { token: alice, headers });
  return body;
};

it('a small file has the SHA-256 of its bytes, and so has the answer of its download', async () => {
  const file = await uploaded(note, 'hello');
  const sha256 = digest('hello').digest('hex');
  expect(file).toMatchObject({ status: 'ready', sha256, checksum: { algorithm: 'SHA256' } });
  expect(await download(file.id)).toMatchObject({ sha256, checksum: file.checksum });
});

it('a larger file has the SHA-256 that was claimed and S3 enforced', async () => {
  const sha256 = digest(long).digest('hex');
  const file = await uploaded({ ...note, sha256 }, long);
  expect(file).toMatchObject({ sha256, verdict: { charset: 'utf-8' } });
});

it('a larger file without a claim has the checksum that S3 computes by itself', async () => {
  const file = await uploaded(note, long);
  expect(file.sha256).toBeUndefined();
  expect(file.checksum).toEqual({
    algorithm: 'CRC64NVME',
    type: 'FULL_OBJECT',
    value: expect.stringMatching(/^[A-Za-z0-9+/]{11}=$/),
  });
  expect(await download(file.id)).toMatchObject({ checksum: file.checksum });
});

it('a refused file says what was announced, what was found and how much was read', async () => {
  const claim = { collection: 'images', filename: 'photo.png', contentType: 'image/png' };
  const { verdict, checksum } = await uploaded(claim, 'Dear all, see you at five.');
  expect(checksum).toBeUndefined();
  expect(verdict).toMatchObject({
    outcome: 'rejected',
    reason: 'type_mismatch',
    declaredType: 'image/png',
    declaredSize: 26,
    size: 26,
    bytesRead: 26,
    detail: expect.stringMatching(
      /^The file was uploaded as a PNG image, but it is a plain text file; the collection images takes JPEG images, .*\. /,
    ),
  });
});

it('a file of another type that its collection takes is served as what it is', async () => {
  const claim = { ...note, filename: 'minutes.pdf', contentType: 'application/pdf' };
  const file = await uploaded(claim, 'Dear all, see you at five.');
  expect(file).toMatchObject({
    status: 'ready',
    contentType: 'text/plain',
    verdict: { declaredType: 'application/pdf', detectedType: 'text/plain' },
  });
  const { headers } = await fetch((await download(file.id)).url);
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(headers.get('content-disposition')).toContain('minutes.pdf.txt');
});

it('a text in an encoding from before Unicode is served in it', async () => {
  const cyrillic = new Uint8Array(
    // `Привет, мир! Это текст на русском языке.` in windows-1251.
    Buffer.from(
      'cff0e8e2e5f22c20ece8f02120ddf2ee20f2e5eaf1f220ede020f0f3f1f1eaeaec20ffe7fbeae52e',
      'hex',
    ),
  );
  const file = await uploaded(note, cyrillic);
  expect(file).toMatchObject({ status: 'ready', verdict: { charset: 'windows-1251' } });
  const { headers } = await fetch((await download(file.id)).url);
  expect(headers.get('content-type')).toBe('text/plain; charset=windows-1251');
});

it('a text in UTF-16 is taken, and served in its own encoding', async () => {
  const utf16 = new Uint8Array(Buffer.from('Grüße, wie jedes Jahr.', 'utf16le'));
  const file = await uploaded(note, utf16);
  expect(file).toMatchObject({ status: 'ready', verdict: { charset: 'utf-16le' } });
  const { url } = await download(file.id);
  expect((await fetch(url)).headers.get('content-type')).toBe('text/plain; charset=utf-16le');
});

// What a judged file tells about its bytes, to whoever may read it.
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
  const claim = { ...note, contentType: 'application/pdf' };
  const { verdict, checksum } = await uploaded(claim, 'hello');
  expect(checksum).toBeUndefined();
  expect(verdict).toMatchObject({
    outcome: 'rejected',
    reason: 'type_mismatch',
    declaredType: 'application/pdf',
    declaredSize: 5,
    size: 5,
    bytesRead: 5,
    detail:
      'It was announced as PDF document, but its bytes are plain text. Give its name the ending .txt and send it again.',
  });
});

it('a text in UTF-16 is taken, and served in its own encoding', async () => {
  const utf16 = new Uint8Array(Buffer.from('Grüße, wie jedes Jahr.', 'utf16le'));
  const file = await uploaded(note, utf16);
  expect(file).toMatchObject({ status: 'ready', verdict: { charset: 'utf-16le' } });
  const { url } = await download(file.id);
  expect((await fetch(url)).headers.get('content-type')).toBe('text/plain; charset=utf-16le');
});

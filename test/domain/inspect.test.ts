import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect, inspectUpload } from '../../lambdas/domain/inspect.ts';
import { storedBytes } from '../../lambdas/domain/stored-bytes.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

const fixtures = new URL('../fixtures/files/', import.meta.url);

describe('inspectUpload', () => {
  const photo = readFileSync(new URL('fixture.png', fixtures));
  const upload = (readMore: () => Promise<Uint8Array>) => ({
    head: photo.subarray(0, 10),
    size: photo.byteLength,
    readMore,
  });

  it('inspecting throws the error of a read that failed, which says nothing about the bytes', async () => {
    const lost = new Error('The store did not answer.');
    await expect(inspectUpload(upload(() => Promise.reject(lost)))).rejects.toBe(lost);
  });

  it('inspecting returns the evidence of an upload that is read whole', async () => {
    const evidence = await inspectUpload({
      head: photo,
      size: photo.byteLength,
      readMore: () => expect.fail('nothing else was to be read'),
    });
    expect(evidence).toMatchObject({
      detectedType: 'image/png',
      size: photo.byteLength,
      bytesRead: photo.byteLength,
    });
    expect(evidence).not.toHaveProperty('isPartlyRead');
  });
});

describe('inspect', () => {
  it('evidence that the budget did not reach is marked as partly read', async () => {
    const video = readFileSync(new URL('fixture-imovie.mp4', fixtures));
    const bytes = storedBytes(
      { bytes: video.subarray(0, 16), size: video.byteLength },
      async (start, length) => video.subarray(start, start + length),
      { maxBytes: 16, maxRequests: 1 },
    );
    expect(await inspect(bytes)).toMatchObject({ isPartlyRead: true, size: video.byteLength });
  });

  it('finds a mark in the first 64 KiB of every fixture', async () => {
    for (const name of readdirSync(fixtures)) {
      const bytes = readFileSync(new URL(name, fixtures));
      const evidence = await inspect(bytesInMemory(bytes));
      expect(evidence.detectedType, name).toBeDefined();
      expect(evidence.size).toBe(bytes.byteLength);
    }
  });

  it.each([
    ['BM of a bitmap', 'BMW is a maker of cars.\n'.repeat(20)],
    ['GIF89a', 'GIF89a is a word as well, in a text about pictures.\n'.repeat(20)],
  ])('a text that begins with the mark %s is no file of that type', async (_mark, text) => {
    const evidence = await inspect(bytesInMemory(Buffer.from(text)));
    expect(evidence.text.kind).toBe('plain');
    expect(evidence).not.toHaveProperty('detectedType');
  });

  it.each([
    ['application/pdf', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'],
    ['application/rtf', '{\\rtf1 text}'],
    ['application/postscript', '%!PS\n%%Title: a\n'],
    ['application/xml', '<?xml version="1.0"?><a/>'],
  ])('a file of the type %s, which is written in text, keeps its mark', async (type, text) => {
    const evidence = await inspect(bytesInMemory(Buffer.from(text)));
    expect(evidence).toMatchObject({ detectedType: type, text: { kind: 'plain' } });
  });

  it('inspection never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4096 }), async (bytes) => {
        const evidence = await inspect(bytesInMemory(bytes));
        expect(evidence.size).toBe(bytes.byteLength);
      }),
    );
  });

  it('inspection never throws on a real file that is cut anywhere', async () => {
    const files = readdirSync(fixtures).map((name) => readFileSync(new URL(name, fixtures)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (file, share) => {
          await inspect(bytesInMemory(file.subarray(0, Math.floor(file.byteLength * share))));
        },
      ),
    );
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentTypeOf, typeToClaim } from '../../client/content-type.ts';
import { fileSource } from '../../client/node.ts';
import { SNIFFED_BYTES, sniffFrames, sniffType } from '../../client/sniff-type.ts';
import { isKnownContentType, isTextType } from '../../lambdas/domain/content-types.ts';
import { detectType } from '../../lambdas/domain/detect-type.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';
import { bytesInMemory } from '../domain/bytes-in-memory.ts';

const fixtures = new URL('../fixtures/files/', import.meta.url);
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, fixtures)));
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const named = (name: string, bytes: Uint8Array<ArrayBuffer>, type = '') =>
  new File([bytes], name, { type });

const detected = await Promise.all(
  readdirSync(fixtures).map(async (name) => {
    const type = await detectType(bytesInMemory(read(name)));
    return { name, type: type !== undefined && isKnownContentType(type) ? type : undefined };
  }),
);
// What a compound file is stands in its directory, which may lie anywhere in it: the client leaves that to the server.
const withMark = detected.flatMap(({ name, type }) =>
  type !== undefined && !isTextType(type) && !name.endsWith('.cfb') ? [[name, type] as const] : [],
);

describe('the type that the client claims', () => {
  it.each(withMark)(
    'the client claims for %s, by its bytes and name, the type that the server detects: %s',
    async (...[name, type]) => {
      expect(await contentTypeOf(named(name, read(name)))).toBe(type);
      expect(await contentTypeOf(await fileSource(new URL(name, fixtures).pathname))).toBe(type);
    },
  );

  const ownMark = withMark.filter(
    ([, type]) =>
      type !== 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' &&
      // It is text, which has no mark that is not text too.
      type !== 'application/xml',
  );

  it.each(ownMark)(
    'the client claims the type of %s by its bytes alone, whatever its name and the system say',
    async (...[name, type]) => {
      const bytes = read(name);
      expect(await contentTypeOf(named('no extension', bytes))).toBe(type);
      expect(await contentTypeOf(named('notes.txt', bytes, 'text/plain'))).toBe(type);
      expect(await contentTypeOf(named('clip.flv', bytes, 'application/octet-stream'))).toBe(type);
      if (type !== 'image/png') expect(await contentTypeOf(named('photo.png', bytes))).toBe(type);
    },
  );

  it('the client claims every known type by its extension where the bytes have no signature', async () => {
    for (const [type, { extension }] of Object.entries(knownTypes)) {
      expect(await contentTypeOf(named(`file${extension}`, latin1('no mark')))).toBe(type);
      expect(typeToClaim(type, new Uint8Array(0))).toBe(type);
    }
  });

  it.each([
    [
      'fixture.doc.cfb',
      'letter.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['fixture.doc.cfb', 'letter.doc', 'application/msword'],
    ['fixture.zip', 'book.epub', 'application/epub+zip'],
    [
      'fixture.docx',
      'form.dotx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
    ],
    ['fixture.docx', 'macros.docm', 'application/vnd.ms-word.document.macroenabled.12'],
    [
      'fixture.docx',
      'slides.pptx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    [
      'fixture.docx',
      'all.zip',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['fixture-isom.mp4', 'memo.m4a', 'audio/mp4'],
    ['fixture-isom.mp4', 'clip.mov', 'video/mp4'],
    ['fixture.mp3', 'song.flac', 'audio/flac'],
    ['fixture.ogg', 'clip.ogv', 'video/ogg'],
    ['fixture.webm', 'clip.mkv', 'video/webm'],
    ['fixture.zip', 'photo.jpg', 'application/zip'],
  ])('is, for the bytes of %s under the name %s, %s', async (bytes, name, type) => {
    expect(await contentTypeOf(named(name, read(bytes)))).toBe(type);
  });

  it('reads no more than the first 4 KiB', async () => {
    const ranges: (readonly [number, number])[] = [];
    const source = {
      name: 'film.mkv',
      type: '',
      size: 5 * 1024 ** 4,
      slice(start: number, end: number) {
        ranges.push([start, end]);
        return new Blob([new Uint8Array(end - start)]);
      },
    };
    expect(await contentTypeOf(source)).toBe('video/matroska');
    expect(ranges).toEqual([[0, SNIFFED_BYTES]]);
  });
});

describe('the type that first bytes show', () => {
  const brand = (major: string, ...compatible: string[]) =>
    `\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${major}\0\0\0\0${compatible.join('')}`;

  it.each([
    [brand('heic', 'mif1'), 'image/heic'],
    [brand('mif1', 'mif1', 'heic'), 'image/heic'],
    [brand('mif1', 'mif1', 'avif'), 'image/avif'],
    [`${brand('mif1', 'heic')}avif`, 'image/heic'],
    [brand('avis', 'avif'), 'image/avif'],
    [brand('M4A '), 'audio/mp4'],
    [brand('M4V '), 'video/mp4'],
    [brand('qt  '), 'video/quicktime'],
    [brand('3gp4'), 'video/3gpp'],
    [brand('3g2a'), 'video/3gpp2'],
    [brand('iso5'), 'video/mp4'],
    [brand('crx '), undefined],
    ['\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm', 'video/webm'],
    ['\x1aE\xdf\xa3\xa3B\x82\x88matroska', 'video/matroska'],
    [`OggS${'\0'.repeat(24)}\x80theora`, 'video/ogg'],
    [`OggS${'\0'.repeat(24)}OpusHead`, 'audio/ogg'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['RIFF\0\0\0\0AVI LIST', 'video/vnd.avi'],
    ['FORM\0\0\0\0AIFCCOMM', 'audio/aiff'],
    ['12345678WAVE of text', undefined],
    ['#!AMR\n', 'audio/amr'],
    ['#!/bin/sh', undefined],
    [' \n%PDF-1.4', 'application/pdf'],
    ['BM is how this text begins, and it is no picture', undefined],
    ['Good', undefined],
    [`G${`${'\0'.repeat(187)}G`.repeat(2)}`, 'video/mp2t'],
    ['', undefined],
  ])('is, for %j, %s', (bytes, type) => {
    expect(sniffType(latin1(bytes))).toBe(type);
  });

  it('a frame of MP3 or AAC decides the type only where nothing else is claimed', () => {
    const mp3 = latin1('\xff\xfb\x90\x00');
    const aac = latin1('\xff\xf1\x50\x80');
    expect([sniffFrames(mp3), sniffFrames(aac)]).toEqual(['audio/mpeg', 'audio/aac']);
    expect(typeToClaim('application/octet-stream', mp3)).toBe('audio/mpeg');
    expect(typeToClaim('text/plain', mp3)).toBe('text/plain');
    // The byte order mark of UTF-16.
    expect(sniffFrames(latin1('\xff\xfea\0'))).toBeUndefined();
  });
});

// MP4 and QuickTime, MP3, WAVE, Ogg and Matroska.
import { describe, expect, it } from 'vitest';
import { be, join, look, patched, real } from './look.ts';

const mediaOf = async (type: string, bytes: Uint8Array) => (await look(type, bytes)).media;

describe('MP4', () => {
  const film = real('fixture-imovie.mp4');
  const type = film.subarray(0, 28);
  const index = film.subarray(28, 28 + 1247);
  const box = (name: string, size: number, data: Uint8Array | string = '') =>
    join(be(size, 4), name, data);
  const long = (name: string, size: number, data: Uint8Array | string = '') =>
    join(be(1, 4), name, be(0, 2), be(size, 6), data);
  const inspect = (...parts: readonly Uint8Array[]) => mediaOf('video/mp4', join(...parts));
  const frames = Buffer.alloc(100_000, 'x');

  it.each([
    ['its index at the start', [index, box('mdat', 8 + 100_000, frames)]],
    ['its index at the end', [box('mdat', 8 + 100_000, frames), index]],
    ['a length of 64 bits', [long('mdat', 16 + 100_000, frames), index]],
    ['a last box without a length', [index, box('mdat', 0, frames)]],
    ['padding behind it', [index, box('mdat', 8 + 100_000, frames), Buffer.alloc(1000)]],
    [
      'a hundred fragments',
      Array.from({ length: 100 }, () =>
        join(box('moof', 8), box('mdat', 8 + 50_000, frames.subarray(0, 50_000))),
      ),
    ],
  ])('an MP4 is accepted with %s', async (_what, parts) => {
    expect(await inspect(type, ...parts)).toEqual({});
  });

  it('an MP4 without an index is unfinished', async () => {
    expect(await inspect(type, box('mdat', 36_000_000, frames))).toEqual({ isUnfinished: true });
    expect(await inspect(type, box('mdat', 8 + 100_000, frames))).toEqual({ isUnfinished: true });
  });

  it.each([
    ['an index past the end', [box('moov', 0xffff_ffff, frames)], 'truncated'],
    ['frames cut short', [index, box('mdat', 8 + 200_000, frames)], 'truncated'],
    ['an index cut short', [box('mdat', 8 + 100_000, frames), index.subarray(0, 600)], 'truncated'],
    ['frames larger than any object', [long('mdat', 2 ** 47, frames)], 'truncated'],
    ['a box shorter than its header', [box('moov', 4, frames)], 'contradictory'],
    ['a long box shorter than its header', [long('mdat', 2, frames)], 'contradictory'],
    ['nothing but its type', [], 'contradictory'],
    ['nothing but its index', [index], 'truncated'],
    [
      'something that is no box',
      [index, join('\0\0\0\x10\0\x01\x02\x03', frames)],
      'contradictory',
    ],
  ])('an MP4 is refused: %s', async (_what, parts, kind) => {
    expect((await inspect(type, ...parts))?.flaw?.kind).toBe(kind);
  });

  it('refuses boxes without end, when no film came within the budget', async () => {
    const boxes = Buffer.concat(Array.from({ length: 200_000 }, () => box('free', 8)));
    expect((await inspect(type, boxes))?.flaw?.kind).toBe('unreadable');
  });
});

describe('sound', () => {
  const mp3 = real('fixture.mp3');
  const tag = (length: number) =>
    join('ID3\x03\0\0', Uint8Array.from([21, 14, 7, 0].map((shift) => (length >> shift) & 127)));

  it.each([
    ['MP3 behind a tag', 'audio/mpeg', join(tag(300_000), Buffer.alloc(300_000), mp3), undefined],
    ['a tag of 256 MB', 'audio/mpeg', join(tag(0x0fff_ffff), mp3), 'truncated'],
    [
      'a tag and a program',
      'audio/mpeg',
      join(tag(10), Buffer.alloc(10), real('fixture.class')),
      'contradictory',
    ],
    ['WAVE without sound', 'audio/wav', join('RIFF\x04\0\0\0WAVE'), 'contradictory'],
    [
      'WAVE of unknown length',
      'audio/wav',
      patched(real('fixture.wav'), 4, '\xff\xff\xff\xff'),
      undefined,
    ],
    ['Ogg of a mark and zeros', 'audio/ogg', join('OggS', Buffer.alloc(40)), 'contradictory'],
    ['half an Ogg page', 'audio/ogg', real('fixture.ogg').subarray(0, 40), 'truncated'],
    [
      'a Matroska header of 2⁵⁶ bytes',
      'video/webm',
      join(Buffer.from('1a45dfa301ffffffffffff', 'hex'), Buffer.alloc(99)),
      'truncated',
    ],
    [
      'a Matroska header and nothing',
      'video/webm',
      real('fixture.webm').subarray(0, 30),
      'truncated',
    ],
  ])('an audio file is judged as expected: %s', async (_what, type, bytes, kind) => {
    expect((await mediaOf(type, bytes))?.flaw?.kind).toBe(kind);
  });
});

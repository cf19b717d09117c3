import { describe, expect, test } from 'vitest';
import { guessCollection, objection, offerInWords } from '../../web/collections.ts';
import { limitsInWords } from '../../web/limits.ts';

const MiB = 1024 ** 2;
const collections = {
  avatars: { types: ['image/png', 'image/jpeg'], maxBytes: 5 * MiB },
  images: { types: ['image/png', 'image/jpeg'], maxBytes: 25 * MiB },
  videos: { types: ['video/x-matroska'], maxBytes: 1024 * MiB },
};

describe('guessCollection', () => {
  test('guesses the first collection that accepts the type and the size', () => {
    expect(guessCollection('image/png', MiB, collections)).toBe('avatars');
    expect(guessCollection('image/png', 5 * MiB, collections)).toBe('avatars');
    expect(guessCollection('image/png', 6 * MiB, collections)).toBe('images');
  });

  test('guesses the first collection that accepts the type when none accepts the size', () => {
    expect(guessCollection('image/png', 26 * MiB, collections)).toBe('avatars');
  });

  test('guesses a collection by an alias of a type', () => {
    expect(guessCollection('image/jpg', MiB, collections)).toBe('avatars');
    expect(guessCollection('video/matroska', MiB, collections)).toBe('videos');
  });

  test('guesses no collection when none accepts the type', () => {
    expect(guessCollection('application/zip', 1, collections)).toBeUndefined();
  });
});

describe('before the upload', () => {
  test('objects to an empty file and to a file that is too large', () => {
    expect(objection({ size: 0 }, collections.images)).toContain('Empty');
    expect(objection({ size: 26 * MiB }, collections.images)).toContain('At most 25 MB');
    expect(objection({ size: 27 * MiB }, collections.images)).toBe(
      objection({ size: 26 * MiB }, collections.images),
    );
    expect(objection({ size: 25 * MiB }, collections.images)).toBeUndefined();
  });

  test('formats the types and the size that a collection accepts', () => {
    expect(offerInWords(collections.images)).toBe('Accepts PNG and JPEG up to 25 MB.');
  });

  test('formats the limits of all collections in one line', () => {
    expect(limitsInWords(collections).replaceAll('\u00a0', ' ')).toBe(
      'avatars up to 5 MB, images up to 25 MB, videos up to 1 GB',
    );
  });

  test('a limit beyond every quota is not named', () => {
    const films = { types: ['video/mp4'], maxBytes: 48 * 1024 ** 4 };
    expect(limitsInWords({ films }).replaceAll('\u00a0', ' ')).toBe('films of any size');
    expect(offerInWords(films)).toBe('Accepts MP4 of any size.');
  });
});

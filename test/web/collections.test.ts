import { describe, expect, test } from 'vitest';
import { guessCollection, limitsInWords, objection, offerInWords } from '../../web/collections.ts';

const MiB = 1024 ** 2;
const collections = {
  avatars: { types: ['image/png', 'image/jpeg'], maxBytes: 5 * MiB },
  images: { types: ['image/png', 'image/jpeg'], maxBytes: 25 * MiB },
  videos: { types: ['video/x-matroska'], maxBytes: 1024 * MiB },
};

describe('the guess', () => {
  test('is the first collection that takes the type and the size', () => {
    expect(guessCollection('image/png', MiB, collections)).toBe('avatars');
    expect(guessCollection('image/png', 6 * MiB, collections)).toBe('images');
  });

  test('is the first that takes the type when none takes the size', () => {
    expect(guessCollection('image/png', 26 * MiB, collections)).toBe('avatars');
  });

  test('knows the other names of a type', () => {
    expect(guessCollection('image/jpg', MiB, collections)).toBe('avatars');
    expect(guessCollection('video/matroska', MiB, collections)).toBe('videos');
  });

  test('is none for a type that nobody takes', () => {
    expect(guessCollection('application/zip', 1, collections)).toBeUndefined();
  });
});

describe('before sending', () => {
  test('an empty file and one that is too large are not even tried', () => {
    expect(objection({ size: 0 }, collections.images)).toContain('no bytes');
    expect(objection({ size: 26 * MiB }, collections.images)).toContain('at most 25 MB');
    expect(objection({ size: 25 * MiB }, collections.images)).toBeUndefined();
  });

  test('a collection says what it takes', () => {
    expect(offerInWords(collections.images)).toBe('Takes PNG and JPEG up to 25 MB.');
  });

  test('a few words tell what all of them take', () => {
    expect(limitsInWords(collections).replaceAll('\u00a0', ' ')).toBe(
      'avatars up to 5 MB, images up to 25 MB, videos up to 1 GB',
    );
  });
});

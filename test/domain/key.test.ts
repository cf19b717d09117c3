import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, defineConfig } from '../../lambdas/config/config.ts';
import { isFileId, keyOf, parseKey } from '../../lambdas/domain/key.ts';

const { collections }: Config = defineConfig({
  collections: {
    dated: { types: ['image/png'], maxBytes: 1 },
    owned: { types: ['image/png'], maxBytes: 1, keyLayout: 'owner' },
    flat: { types: ['image/png'], maxBytes: 1, keyLayout: 'flat' },
  },
});
const now = new Date('2026-11-22T10:00:00Z');
const id = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const file = { id, owner: 'alice', contentType: 'image/png' };
const collection = (name: string) => collections[name] ?? expect.fail(`no collection ${name}`);

describe('keyOf', () => {
  it('lays keys out by date, by owner or flat, with the extension of the type', () => {
    expect(keyOf(file, collection('dated'), now)).toBe(`media/dated/2026/11/${id}.png`);
    expect(keyOf(file, collection('owned'), now)).toBe(`media/owned/alice/${id}.png`);
    expect(keyOf(file, collection('flat'), now)).toBe(`media/flat/${id}.png`);
  });

  it.each([
    ['ä', '=C3=A4'],
    ['a/b', 'a=2Fb'],
    ['\t', '=09'],
    ['AZaz09_-', 'AZaz09_-'],
  ])('writes the owner %j as %s', (owner, segment) => {
    expect(keyOf({ ...file, owner }, collection('owned'), now)).toBe(
      `media/owned/${segment}/${id}.png`,
    );
  });

  it('the key of an owner with the longest name is one that S3 takes, and no other owner has its prefix', () => {
    const owner = '漢'.repeat(255);
    const key = keyOf({ ...file, owner }, collection('owned'), now);
    expect(key).toMatch(/^media\/owned\/==[0-9a-f]{64}\/[0-9a-f-]{36}\.png$/);
    const [, , segment = ''] = key.split('/');
    for (const other of [segment, segment.slice(1), `${owner.slice(1)}字`]) {
      expect(keyOf({ ...file, owner: other }, collection('owned'), now)).not.toContain(
        `${segment}/`,
      );
    }
    expect(keyOf({ ...file, owner: 'a'.repeat(512) }, collection('owned'), now)).toContain('/aaa');
  });

  it('the keys of an owner are all below a prefix that no other owner shares', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, two) => {
        const keyOne = keyOf({ ...file, owner: one }, collection('owned'), now);
        const keyTwo = keyOf({ ...file, owner: two }, collection('owned'), now);
        expect(keyOne).toMatch(/^media\/owned\/[A-Za-z0-9_=-]*\/[0-9a-f-]{36}\.png$/);
        expect(keyOne === keyTwo).toBe(Buffer.from(one).equals(Buffer.from(two)));
      }),
    );
  });
});

describe('parseKey', () => {
  it('reads back the id and the collection of every key that keyOf makes', () => {
    fc.assert(
      fc.property(
        fc.uuid({ version: 4 }),
        fc.constantFrom('dated', 'owned', 'flat'),
        fc.string(),
        (fileId, name, owner) => {
          const key = keyOf({ id: fileId, owner, contentType: 'image/png' }, collection(name), now);
          expect(parseKey(key)).toEqual({ id: fileId, collection: name });
        },
      ),
    );
  });

  it.each([
    '',
    'media/',
    'media/x',
    `${id}.png`,
    `media/${id}.png`,
    `media//${id}.png`,
    `static/flat/${id}.png`,
    // As long as the prefix.
    `other/flat/${id}.png`,
    'media/flat/readme.txt',
    `media/flat/${id}/readme.txt`,
  ])('the key %j is not recognised as one of Airlock’s', (key) => {
    expect(parseKey(key)).toBeUndefined();
  });
});

it('isFileId knows a generated id from everything else', () => {
  expect(isFileId(id)).toBe(true);
  expect(isFileId(id.toUpperCase())).toBe(false);
  expect(isFileId(`${id}x`)).toBe(false);
  expect(isFileId('../secrets')).toBe(false);
});

// Metadata as rules: which names there are, when two maps are the same, and how many bytes one counts.
import { describe, expect, it } from 'vitest';
import { isSameMetadata, metadataBytes, metadataName } from '../../lambdas/domain/metadata.ts';

describe('a name of metadata', () => {
  it.each(['a', '7', 'orderId', 'x.y-z_0', 'constructor', 'a'.repeat(64)])('is %j', (name) => {
    expect(metadataName.test(name)).toBe(true);
  });

  it.each(['', '_a', '.a', '-a', 'a b', ' a', 'a\n', 'ä', 'aä', '__proto__', 'a'.repeat(65)])(
    'is not %j',
    (name) => {
      expect(metadataName.test(name)).toBe(false);
    },
  );
});

describe('two maps of metadata', () => {
  it.each([
    [undefined, {}],
    [{}, undefined],
    [{ a: '1' }, { a: '1' }],
    [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
    ],
  ])('are the same: %j and %j', (one, other) => {
    expect(isSameMetadata(one, other)).toBe(true);
  });

  it.each([
    [{ a: '1' }, undefined],
    [undefined, { a: '1' }],
    [{ a: '1' }, { a: '2' }],
    [{ a: '1' }, { b: '1' }],
    [
      { a: '1', b: '2' },
      { a: '1', b: '3' },
    ],
    [{ a: '1' }, { a: '1', b: '2' }],
    [{ toString: '1' }, { a: '1' }],
  ])('differ: %j and %j', (one, other) => {
    expect(isSameMetadata(one, other)).toBe(false);
  });

  it('differ where a name is inherited by the other', () => {
    const inherited = String(Object.prototype.toString);
    expect(isSameMetadata({ toString: inherited }, { a: inherited })).toBe(false);
  });
});

it('metadata counts the bytes of its names and texts in UTF-8', () => {
  expect(metadataBytes({})).toBe(0);
  expect(metadataBytes({ order: 'ä' })).toBe(7);
  expect(metadataBytes({ a: '', bc: '€uro' })).toBe(9);
});

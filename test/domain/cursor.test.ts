import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCursor, sealCursor } from '../../lambdas/domain/cursor.ts';

describe('a list cursor', () => {
  it('opens for the list it was made for', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (position, list, key) => {
        expect(openCursor(sealCursor(position, list, key), list, key)).toBe(
          Buffer.from(position).toString(),
        );
      }),
    );
  });

  it('a list cursor consists of characters that a URL keeps as they are', () => {
    expect(sealCursor('2026-11-22T10:00:00.000Z#é?/+', '["alice"]', 'key')).toMatch(
      /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/,
    );
  });

  it('an invalid list cursor is refused as the field cursor', () => {
    expect(() => openCursor('x', 'list', 'key')).toThrow(
      expect.objectContaining({
        details: { issues: [expect.objectContaining({ field: 'cursor' })] },
      }),
    );
  });

  it('a list cursor is refused for another caller or another filter', () => {
    const cursor = sealCursor('2026#x', '["alice"]', 'key');
    expect(() => openCursor(cursor, '["bob"]', 'key')).toThrow(/start again/);
    expect(() => openCursor(cursor, '["alice"]', 'other key')).toThrow(/start again/);
  });

  it('a list cursor is refused when any character was changed, added or removed', () => {
    const cursor = sealCursor('2026-11-22T10:00:00.000Z#id', '["alice"]', 'key');
    fc.assert(
      fc.property(
        fc.nat(cursor.length),
        fc.constantFrom('replace', 'insert', 'remove'),
        fc.constantFrom(...'aA0_-.=~'),
        (at, how, character) => {
          const after = cursor.slice(how === 'insert' ? at : at + 1);
          const altered = cursor.slice(0, at) + (how === 'remove' ? '' : character) + after;
          fc.pre(altered !== cursor);
          expect(() => openCursor(altered, '["alice"]', 'key')).toThrow(/start again/);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../../lambdas/config/config.ts';
import { judge } from '../../../lambdas/domain/judge/judge.ts';
import type { Evidence } from '../../../lambdas/domain/verdict.ts';

const config = defineConfig({
  collections: {
    images: { types: ['image/jpg', 'image/png'], maxBytes: 100 },
    press: { types: ['text/plain', 'application/pdf', 'application/json'], maxBytes: 100 },
  },
});
const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  size: 5,
  detectedType: 'image/png',
  text: { kind: 'binary' },
  ...changes,
});
const plain = { kind: 'plain', charset: 'utf-8', flaws: {} } as const;
const { images, press } = config.collections;

describe('judge', () => {
  it.each([
    ['a PNG sent as PNG', 'image/png', evidence(), images, undefined],
    [
      'text sent as text',
      'text/plain',
      evidence({ detectedType: undefined, text: plain }),
      press,
      undefined,
    ],
    [
      'a calendar sent as plain text',
      'text/plain',
      evidence({ detectedType: 'text/calendar', text: plain }),
      press,
      undefined,
    ],
    ['an empty file', 'image/png', evidence({ size: 0 }), images, 'empty'],
    ['one byte more than claimed', 'image/png', evidence({ size: 6 }), images, 'size_mismatch'],
    [
      'a file of a collection that is gone',
      'image/png',
      evidence(),
      undefined,
      'collection_removed',
    ],
    [
      'a program sent as PNG',
      'image/png',
      evidence({ detectedType: 'application/x-msdownload' }),
      images,
      'type_mismatch',
    ],
    [
      'noise sent as PNG',
      'image/png',
      evidence({ detectedType: undefined }),
      images,
      'type_unknown',
    ],
    [
      'HTML sent as text',
      'text/plain',
      evidence({ detectedType: undefined, text: { kind: 'active', looksLike: 'HTML' } }),
      press,
      'active_content',
    ],
    ['a PNG sent as text', 'text/plain', evidence(), press, 'type_mismatch'],
    [
      'binary noise sent as text',
      'text/plain',
      evidence({ detectedType: undefined }),
      press,
      'not_text',
    ],
    [
      'a type its collection no longer takes',
      'image/gif',
      evidence({ detectedType: 'image/gif' }),
      images,
      'type_not_allowed',
    ],
  ])('the judgement is as expected: %s', (_case, contentType, observed, collection, reason) => {
    const verdict = judge({ contentType, size: 5 }, observed, collection);
    expect(verdict.reason).toBe(reason);
    expect(verdict.outcome).toBe(reason ? 'rejected' : 'accepted');
    if (reason) expect(verdict.detail).toMatch(/^[A-Z].*[.;,].*\.$/);
  });

  it('bytes of a type that the collection does not accept are never accepted, whatever is claimed', () => {
    const type = fc.constantFrom(
      'image/png',
      'image/jpeg',
      'text/plain',
      'application/x-elf',
      'text/html',
    );
    fc.assert(
      fc.property(type, fc.option(type, { nil: undefined }), (declared, detectedType) => {
        const verdict = judge(
          { contentType: declared, size: 5 },
          evidence({ detectedType }),
          images,
        );
        if (verdict.outcome === 'accepted') {
          expect(['image/png', 'image/jpeg']).toContain(detectedType);
          expect(verdict.detectedType).toBe(detectedType);
        }
      }),
    );
  });
});

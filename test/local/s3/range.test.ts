// The Range header: properties of what it resolves to.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { S3Error } from '../../../local/s3/errors.ts';
import { resolveRange } from '../../../local/s3/range.ts';

const size = fc.integer({ min: 0, max: 1000 });
const offset = fc.integer({ min: 0, max: 2000 });

test('first and last select exactly the bytes of an array slice', () => {
  fc.assert(
    fc.property(size, offset, offset, (bytes, first, last) => {
      fc.pre(first <= last && first < bytes);
      const range = resolveRange(`bytes=${first}-${last}`, bytes);
      const whole = Array.from({ length: bytes }, (_, index) => index);
      expect(whole.slice(range?.start, (range?.end ?? 0) + 1)).toEqual(
        whole.slice(first, last + 1),
      );
    }),
  );
});

test('a suffix selects the last bytes', () => {
  fc.assert(
    fc.property(size, offset, (bytes, length) => {
      fc.pre(bytes > 0 && length > 0);
      expect(resolveRange(`bytes=-${length}`, bytes)).toEqual({
        start: Math.max(0, bytes - length),
        end: bytes - 1,
      });
    }),
  );
});

test('a range without a byte in it is not satisfiable', () => {
  fc.assert(
    fc.property(size, offset, (bytes, beyond) => {
      expect(() => resolveRange(`bytes=${bytes + beyond}-`, bytes)).toThrow(S3Error);
    }),
  );
  expect(() => resolveRange('bytes=-0', 10)).toThrow(S3Error);
  expect(() => resolveRange('bytes=-5', 0)).toThrow(S3Error);
});

test('anything else is ignored', () => {
  const nonsense = fc.string().filter((text) => !/^bytes=\d*-\d*$/.test(text.trim()));
  fc.assert(
    fc.property(nonsense, size, (header, bytes) => {
      expect(resolveRange(header, bytes)).toBeUndefined();
    }),
  );
  for (const header of [undefined, 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4']) {
    expect(resolveRange(header, 10)).toBeUndefined();
  }
});

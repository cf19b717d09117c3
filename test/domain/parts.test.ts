import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareParts, MAX_PARTS, partLength, planParts } from '../../lambdas/domain/parts.ts';
import { GiB, MiB, S3_MAX_OBJECT_BYTES } from '../../lambdas/domain/sizes.ts';

const sizes = fc.oneof(
  fc.integer({ min: 1, max: 200 * MiB }),
  fc.integer({ min: 1, max: S3_MAX_OBJECT_BYTES }),
);

describe('planParts', () => {
  it('covers every byte exactly once, within the limits of S3, for every size', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planParts(size);
        expect(plan.partCount).toBeGreaterThanOrEqual(1);
        expect(plan.partCount).toBeLessThanOrEqual(MAX_PARTS);
        expect(plan.partSize).toBeGreaterThanOrEqual(5 * MiB);
        expect(plan.partSize).toBeLessThanOrEqual(5 * GiB);
        const last = partLength(size, plan, plan.partCount) ?? 0;
        expect(last).toBeGreaterThan(0);
        expect(last).toBeLessThanOrEqual(plan.partSize);
        expect(plan.partSize * (plan.partCount - 1) + last).toBe(size);
      }),
    );
  });

  it('cuts parts of 8 MiB, and larger ones where a file would have more than a thousand', () => {
    expect(planParts(256 * MiB)).toEqual({ partSize: 8 * MiB, partCount: 32 });
    expect(planParts(8000 * MiB)).toEqual({ partSize: 8 * MiB, partCount: 1000 });
    expect(planParts(8000 * MiB + 1)).toEqual({ partSize: 9 * MiB, partCount: 889 });
    expect(planParts(100 * GiB).partSize).toBe(64 * MiB);
  });

  it('cuts as the caller chooses, unless the file then had more than 10,000 parts', () => {
    expect(planParts(256 * MiB, 5 * MiB)).toEqual({ partSize: 5 * MiB, partCount: 52 });
    expect(planParts(256 * MiB, 5.375 * MiB)).toEqual({ partSize: 5.375 * MiB, partCount: 48 });
    expect(planParts(100 * GiB, 5 * MiB)).toEqual({ partSize: 11 * MiB, partCount: 9310 });
  });

  it('S3’s largest object is planned as 10,000 parts of 5 GiB', () => {
    expect(planParts(S3_MAX_OBJECT_BYTES)).toEqual({ partSize: 5 * GiB, partCount: MAX_PARTS });
  });
});

describe('partLength', () => {
  it('every part but the last has the size of the plan, and the last has the rest', () => {
    const plan = { partSize: 10, partCount: 3 };
    expect([1, 2, 3].map((partNumber) => partLength(25, plan, partNumber))).toEqual([10, 10, 5]);
    expect(partLength(30, plan, 3)).toBe(10);
  });

  it('knows no part outside the plan', () => {
    const plan = planParts(100 * MiB);
    for (const partNumber of [-1, 0, 1.5, plan.partCount + 1, Number.NaN]) {
      expect(partLength(100 * MiB, plan, partNumber)).toBeUndefined();
    }
  });
});

describe('compareParts', () => {
  it('finds exactly the parts that are missing or of another size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 * GiB }),
        fc.func(fc.constantFrom('held', 'missing', 'short', 'long')),
        (size, fate) => {
          const plan = planParts(size);
          const numbers = Array.from({ length: plan.partCount }, (_, index) => index + 1);
          const stored = numbers
            .filter((partNumber) => fate(partNumber) !== 'missing')
            .map((partNumber) => ({
              partNumber,
              etag: 'e',
              size:
                (partLength(size, plan, partNumber) ?? 0) +
                { held: 0, missing: 0, short: -1, long: 1 }[fate(partNumber)],
            }));
          expect(compareParts(size, plan, stored)).toEqual({
            missing: numbers.filter((each) => fate(each) === 'missing'),
            wrong: numbers.filter((each) => ['short', 'long'].includes(fate(each))),
          });
        },
      ),
    );
  });

  it('calls a part beyond the plan wrong', () => {
    const plan = planParts(5);
    const stored = [1, 2].map((partNumber) => ({ partNumber, size: 5, etag: 'e' }));
    expect(compareParts(5, plan, stored)).toEqual({ missing: [], wrong: [2] });
  });
});

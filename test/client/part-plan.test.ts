import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  evenPartSize,
  missingParts,
  type PartPlan,
  partBytes,
  partRange,
  totalPartBytes,
} from '../../client/part-plan.ts';

const plans = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 500 }))
  .map(([totalBytes, partSize]): PartPlan => {
    return { totalBytes, partSize, partCount: Math.ceil(totalBytes / partSize) };
  });

const numbers = ({ partCount }: PartPlan) => Array.from({ length: partCount }, (_, i) => i + 1);

it('cuts a file into parts without gap or overlap', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      let next = 0;
      for (const partNumber of numbers(plan)) {
        const { start, end } = partRange(plan, partNumber);
        expect(start).toBe(next);
        expect(end - start).toBeGreaterThan(0);
        expect(end - start).toBeLessThanOrEqual(plan.partSize);
        next = end;
      }
      expect(next).toBe(plan.totalBytes);
      expect(totalPartBytes(plan, numbers(plan))).toBe(plan.totalBytes);
    }),
  );
});

it('misses exactly the parts that are not held with their right size', () => {
  fc.assert(
    fc.property(
      plans,
      fc.infiniteStream(fc.constantFrom('held', 'short', 'absent')),
      (plan, fates) => {
        const fateOf = new Map(numbers(plan).map((n) => [n, fates.next().value as string]));
        const held = numbers(plan)
          .filter((n) => fateOf.get(n) !== 'absent')
          .map((partNumber) => ({
            partNumber,
            size: partBytes(plan, partNumber) - (fateOf.get(partNumber) === 'short' ? 1 : 0),
          }));
        expect(missingParts(plan, held)).toEqual(
          numbers(plan).filter((n) => fateOf.get(n) !== 'held'),
        );
      },
    ),
  );
});

const MIB = 1024 ** 2;
const partsOf = (bytes: number, lanes: number) =>
  Math.ceil(bytes / (evenPartSize(bytes, lanes) ?? 0));

it('cuts a file such that the lanes divide its parts: 6 in browsers, and 8, 12 or 16 in Node', () => {
  expect(partsOf(256 * MIB, 16)).toBe(48);
  expect(partsOf(512 * MIB, 6)).toBe(96);
  expect(partsOf(1024 * MIB, 16)).toBe(96);
  expect(partsOf(200 * MIB, 16)).toBe(32);
  expect(partsOf(200 * MIB, 6)).toBe(36);
});

it('every part but the last has a size that S3 and the API take, and at most 32 MiB', () => {
  const sizes = fc.integer({ min: 1, max: 16_000 * MIB });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 48 }), (bytes, lanes) => {
      const partSize = evenPartSize(bytes, lanes) ?? 0;
      expect(partSize).toBeGreaterThanOrEqual(5 * MIB);
      expect(partSize).toBeLessThanOrEqual(32 * MIB);
      expect(partSize % (64 * 1024)).toBe(0);
    }),
  );
});

it('leaves the cut of very large files to the server', () => {
  expect(evenPartSize(16_000 * MIB + 1, 16)).toBeUndefined();
});

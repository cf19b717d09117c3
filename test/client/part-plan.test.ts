import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
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

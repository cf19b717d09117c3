import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookCloser } from '../../lambdas/domain/formats/look-closer.ts';
import { inspect } from '../../lambdas/domain/inspect.ts';
import { judge } from '../../lambdas/domain/judge/judge.ts';
import {
  BudgetExceededError,
  HEAD_MAX_BYTES,
  storedBytes,
} from '../../lambdas/domain/stored-bytes.ts';
import { corpus } from '../fixtures/hostile/corpus.ts';
import { edited, editKinds, type Seed, stretched } from '../fixtures/hostile/edits.ts';
import { collections } from '../fixtures/hostile/judge-sample.ts';
import { dense, everyByte, type MadeFile, readMade } from '../fixtures/hostile/made-file.ts';
import { editedInside } from '../fixtures/hostile/packed-edits.ts';
import { budgetFor } from '../fixtures/hostile/read-budget.ts';

const seeds: readonly Seed[] = Object.values(corpus)
  .flat()
  .filter(({ file }) => file.size > 0 && file.size <= 128 * 1024)

  .map(({ claimed, file }) => ({ type: claimed, bytes: Buffer.from(everyByte(file)) }));

const share = fc.double({ min: 0, max: 1, noNaN: true });

const edit = fc.record({
  kind: fc.constantFrom(...editKinds),
  at: share,
  share,
  value: fc.nat(0xffff_ffff),
});

/** Edited as it stands, or inside one of its packed parts. */
const editedFile = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(edit, { minLength: 1, maxLength: 5 }),
    fc.option(share, { nil: undefined }),
  )
  .map(([seed, edits, part]) => {
    const inside = part === undefined ? undefined : editedInside(seed, edits, seeds, part);
    return inside ?? edited(seed, edits, seeds);
  });

/** An object whose reads are counted apart from its own meter. */
function counted(file: MadeFile) {
  const count = { bytes: Math.min(HEAD_MAX_BYTES, file.size), requests: 1 };
  const bytes = storedBytes(
    { bytes: readMade(file, 0, HEAD_MAX_BYTES), size: file.size },
    async (start, length) => {
      count.bytes += length;
      count.requests += 1;
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + length).toBeLessThanOrEqual(file.size);
      return readMade(file, start, length);
    },
  );
  return { bytes, count };
}

describe('whatever is done to a file', () => {
  it('inspecting it stays within the budget of bytes and requests, and sees its size', async () => {
    // Documents and archives are read whole, so a size beyond this would only take long.
    const sizes = fc.constantFrom(0, 2 ** 20, 2 ** 24);
    await fc.assert(
      fc.asyncProperty(editedFile, share, sizes, async (bytes, at, size) => {
        const file = stretched(bytes, at, size);
        const { bytes: opened, count } = counted(file);
        const evidence = await inspect(opened);
        expect(evidence.size).toBe(file.size);
        const { bytes: maxBytes, requests: maxRequests } = budgetFor(evidence);
        expect(count.bytes).toBeLessThanOrEqual(maxBytes);
        expect(count.requests).toBeLessThanOrEqual(maxRequests);
      }),
      { numRuns: 500 },
    );
  });

  it('looking closer at it finds evidence or the end of the budget, and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(editedFile, async (bytes) => {
        const { detectedType = '' } = await inspect(counted(dense(bytes)).bytes);
        await lookCloser(detectedType, counted(dense(bytes)).bytes).catch((error: unknown) =>
          expect(error).toBeInstanceOf(BudgetExceededError),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('the refusal of an edited file is complete sentences', async () => {
    await fc.assert(
      fc.asyncProperty(editedFile, fc.constantFrom(...seeds), async (bytes, { type }) => {
        const evidence = await inspect(counted(dense(bytes)).bytes);
        const verdict = judge(
          { contentType: type, size: bytes.byteLength },
          evidence,
          collections.anything,
        );
        if (verdict.outcome === 'rejected') expect(verdict.detail).toMatch(/^[A-Z].{20,}\.$/);
      }),
      { numRuns: 300 },
    );
  });
});

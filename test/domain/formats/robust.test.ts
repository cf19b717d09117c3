// Whatever the bytes: the readers never throw, never read past their budget, and never go round in circles.
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { imageSize } from 'image-size';
import { expect, it } from 'vitest';
import { canonicalType } from '../../../lambdas/domain/content-types.ts';
import { lookCloser } from '../../../lambdas/domain/formats/look-closer.ts';
import { inspect } from '../../../lambdas/domain/inspect.ts';
import {
  BudgetExceededError,
  MAX_REQUESTS,
  PAGE_BYTES,
  type StoredBytes,
  TOTAL_MAX_BYTES,
  WHOLE_MAX_READS,
} from '../../../lambdas/domain/stored-bytes.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';
import { real } from './look.ts';

const names = readdirSync(new URL('../../fixtures/files/', import.meta.url));
const known = await Promise.all(
  names.map(async (name) => {
    const bytes = real(name);
    const { detectedType = '' } = await inspect(bytesInMemory(bytes));
    return { name, bytes, type: canonicalType(detectedType) };
  }),
);

/** Looks at bytes as a file of this type, counting what that takes. */
async function lookWithin(type: string, whole: Uint8Array): Promise<void> {
  const bytes = bytesInMemory(whole);
  let reads = 0;
  const counted = ({ size, read }: StoredBytes): StoredBytes => ({
    size,
    read: (start, length) => {
      reads += 1;
      return read(start, length);
    },
  });
  const counting = { ...bytes, ...counted(bytes), whole: () => counted(bytes.whole()) };
  await lookCloser(type, counting).catch((error: unknown) => {
    if (!(error instanceof BudgetExceededError)) throw error;
  });
  expect(bytes.bytesRead).toBeLessThanOrEqual(
    Math.max(TOTAL_MAX_BYTES, WHOLE_MAX_READS * bytes.size + PAGE_BYTES),
  );
  expect(bytes.requests).toBeLessThanOrEqual(MAX_REQUESTS);
  // Every read is paid for with bytes of the file: a walk that does not advance would show here.
  expect(reads).toBeLessThanOrEqual(whole.byteLength + 100);
}

const file = fc.constantFrom(...known);
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('real files with any bytes replaced', async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      // Headers are where the numbers are: half of the changes go into the first kilobyte.
      fc.array(fc.tuple(fc.boolean(), position, fc.uint8Array({ minLength: 1, maxLength: 8 })), {
        maxLength: 8,
      }),
      async ({ bytes, type }, changes) => {
        const changed = Buffer.from(bytes);
        for (const [isHeader, where, by] of changes) {
          const span = isHeader ? Math.min(1024, changed.byteLength) : changed.byteLength;
          const at = Math.floor(where * span);
          changed.set(by.subarray(0, changed.byteLength - at), at);
        }
        await lookWithin(type, changed);
      },
    ),
    { numRuns: 1500 },
  );
});

it('real files cut anywhere, and followed by anything', async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      position,
      fc.uint8Array({ maxLength: 64 }),
      async ({ bytes, type }, where, rest) => {
        const cut = bytes.subarray(0, Math.floor(where * bytes.byteLength));
        await lookWithin(type, Buffer.concat([cut, rest]));
      },
    ),
    { numRuns: 800 },
  );
});

it('any file under any name', async () => {
  for (const { bytes } of known) {
    for (const { type } of known) await lookWithin(type, bytes);
  }
});

it('noise under any name', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.uint8Array({ maxLength: 4096 }), ({ type }, noise) =>
      lookWithin(type, noise),
    ),
    { numRuns: 500 },
  );
});

it('real files that are larger than the read budget are inspected within it', async () => {
  for (const { bytes, type } of known) {
    await lookWithin(type, Buffer.concat([bytes, Buffer.alloc(3_000_000, 'x')]));
    await lookWithin(
      type,
      Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(3_000_000), bytes.subarray(-20)]),
    );
  }
});

it.each(known.filter(({ type }) => type.startsWith('image/')))(
  'agrees with image-size about $name',
  async ({ bytes, type }) => {
    const { image } = await lookCloser(type, bytesInMemory(bytes));
    const { width, height } = imageSize(bytes);
    expect(image).toMatchObject({ width, height });
    expect(image?.flaw).toBeUndefined();
  },
);

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../lambdas/domain/inspect.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

const fixtures = new URL('../fixtures/files/', import.meta.url);

describe('inspect', () => {
  it('finds a mark in the first 64 KiB of every fixture', async () => {
    for (const name of readdirSync(fixtures)) {
      const bytes = readFileSync(new URL(name, fixtures));
      const evidence = await inspect(bytesInMemory(bytes));
      expect(evidence.detectedType, name).toBeDefined();
      expect(evidence.size).toBe(bytes.byteLength);
    }
  });

  it('inspection never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4096 }), async (bytes) => {
        const evidence = await inspect(bytesInMemory(bytes));
        expect(evidence.size).toBe(bytes.byteLength);
      }),
    );
  });

  it('inspection never throws on a real file that is cut anywhere', async () => {
    const files = readdirSync(fixtures).map((name) => readFileSync(new URL(name, fixtures)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (file, share) => {
          await inspect(bytesInMemory(file.subarray(0, Math.floor(file.byteLength * share))));
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { MAX_REQUESTS, PAGE_BYTES, TOTAL_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import { type GrownFile, grownFiles, nameOf } from '../fixtures/grown/grown-files.ts';
import { inspectMade } from '../fixtures/hostile/judge-sample.ts';

/** Documents, whose parts are all read, and archives, whose headers are. */
const isReadInPages = ({ type }: GrownFile): boolean =>
  /pdf|rtf|officedocument|opendocument|zip/.test(type);

const named = (kinds: readonly GrownFile[]) => kinds.map((kind) => [nameOf(kind), kind] as const);

describe('a file of 8 MiB', () => {
  it.each(named(grownFiles.filter((kind) => !isReadInPages(kind))))(
    'is judged as %s from at most 1 MiB in 16 requests',
    async (_name, kind) => {
      const { evidence, bytesRead, requests } = await inspectMade(kind.grow(8 * MiB));
      expect(evidence.detectedType ?? evidence.text.kind).toBeTruthy();
      expect(bytesRead).toBeLessThanOrEqual(TOTAL_MAX_BYTES);
      expect(requests).toBeLessThanOrEqual(MAX_REQUESTS);
    },
  );

  it.each(named(grownFiles.filter(isReadInPages)))(
    'is read at most about once to be judged as %s',
    async (_name, kind) => {
      const file = kind.grow(8 * MiB);
      const { evidence, bytesRead } = await inspectMade(file);
      expect(evidence.detectedType).toBe(kind.type);
      expect(bytesRead).toBeLessThanOrEqual(file.size + PAGE_BYTES);
    },
  );
});

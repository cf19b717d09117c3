// Active content is found however a PDF is written.
import { expect, it } from 'vitest';
import { findingKinds } from '../../../../lambdas/domain/formats/evidence.ts';
import { layouts } from '../../../fixtures/hostile/pdf/layouts.ts';
import { rewrites } from '../../../fixtures/hostile/pdf/rewrites.ts';
import { styles } from '../../../fixtures/hostile/pdf/styles.ts';
import { pdfVariants } from '../../../fixtures/hostile/pdf-variants.ts';
import { inspect } from './parts.ts';

/** A prime, so that every style meets every layout; one megabyte each would take minutes for all. */
const STEP = 149;

it('the variants have at least 30 ways to write each kind of active content of a PDF', () => {
  const ways = [layouts, rewrites, styles].flatMap((each) => Object.keys(each));
  expect(ways.length).toBeGreaterThanOrEqual(30);
  const kinds = new Set(Array.from(pdfVariants, ({ kind }) => kind));
  const inOfficeOnly = ['macro', 'dde'];
  expect(findingKinds.filter((kind) => !kinds.has(kind))).toEqual(inOfficeOnly);
});

it('finds the active content of every variant of a sample', async () => {
  const missed: string[] = [];
  let index = 0;
  for (const { kind, name, bytes } of pdfVariants) {
    index += 1;
    if (index % STEP !== 0) continue;
    const { findings } = await inspect(bytes());
    if (!findings.some((finding) => finding.kind === kind)) missed.push(name);
  }
  expect(missed).toEqual([]);
});

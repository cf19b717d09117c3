// Whatever readers do not notice about an RTF document changes nothing about what is found in it.
import { expect, it } from 'vitest';
import { rtfVariants } from '../../../fixtures/hostile/rtf-variants.ts';
import { look } from '../look.ts';

/** Every so many variants are judged here; the script that compares readers judges all. */
const STEP = 5;

it('finds the active content of hostile RTF under every pair of changes', async () => {
  const missed: string[] = [];
  let count = 0;
  for (const { kind, name, bytes } of rtfVariants) {
    count += 1;
    if (count % STEP !== 0) continue;
    const { document } = await look('application/rtf', bytes());
    const isRefused = document?.flaw ?? document?.findings.some((each) => each.kind === kind);
    if (!isRefused) missed.push(name);
  }
  expect(missed).toEqual([]);
  expect(count).toBeGreaterThan(2000);
});

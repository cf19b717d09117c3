// All generators in one list: the committed cases as they are, and combinations that a seed draws.
import { randomFrom } from '../bench/random.ts';
import { extensionOf } from '../lambdas/domain/content-types.ts';
import { archiveVariants } from '../test/fixtures/hostile/archive-variants.ts';
import { officeVariants } from '../test/fixtures/hostile/office-variants.ts';
import { pdfVariants } from '../test/fixtures/hostile/pdf-variants.ts';
import { rtfVariants } from '../test/fixtures/hostile/rtf-variants.ts';
import { committedCases } from './committed-cases.ts';
import { draw, type Source, splitName } from './draw.ts';
import { honestPairs } from './honest-pairs.ts';
import type { Variant } from './variant.ts';

const noPdfChange = new Set(['unchanged', 'plain', 'cross-reference table']);

/** The generators' name for a file without transformations. */
const nothing = new Set(['as it is', 'packed', 'plain', 'alone', 'unchanged']);

const sources: readonly (Source & { readonly share: number })[] = [
  {
    familyOf: () => 'PDF',
    share: 0.4,
    generated: pdfVariants,
    describe: (name) => {
      const colon = name.lastIndexOf(': ');
      const { steps } = splitName(`, ${name.slice(colon + 2)}`, noPdfChange);
      return { content: name.slice(0, colon), steps };
    },
    contentTypeOf: () => 'application/pdf',
    extensionOf,
  },
  {
    familyOf: (contentType) => (contentType.includes('opendocument') ? 'OpenDocument' : 'Office'),
    share: 0.3,
    generated: officeVariants,
    describe: (name) => splitName(name, nothing),
    contentTypeOf: ({ contentType = '' }) => contentType,
    extensionOf,
  },
  {
    familyOf: () => 'RTF',
    share: 0.15,
    generated: rtfVariants,
    describe: (name) => splitName(name, nothing),
    contentTypeOf: () => 'application/rtf',
    extensionOf,
  },
  {
    familyOf: () => 'archive',
    share: 0.15,
    generated: archiveVariants,
    describe: (name) => splitName(name, nothing),
    contentTypeOf: ({ contentType = '' }) => contentType,
    extensionOf,
  },
];

/** Makes at least as many variants as asked for; the same seed makes the same ones. */
export async function makeVariants(count: number, seed: number): Promise<readonly Variant[]> {
  const random = randomFrom(seed);
  const drawn = sources.flatMap((source) => draw(source, Math.ceil(count * source.share), random));
  return [...(await committedCases()), ...drawn, ...honestPairs()];
}

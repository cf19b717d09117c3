// Draws from the files of a generator: every content once as it is, and the requested number of combinations.
import type { Family, Variant } from './variant.ts';

/** The generators of the test fixtures, loaded on demand. */
export interface Generated {
  /** The content and then the transformations, each behind a comma or colon. */
  readonly name: string;
  readonly contentType?: string;
  readonly bytes: () => Uint8Array;
}

/** How a generator's files are called and split into what they do and how they are written. */
export interface Source {
  readonly familyOf: (contentType: string) => Family;
  readonly generated: Iterable<Generated>;
  readonly describe: (name: string) => {
    readonly content: string;
    readonly steps: readonly string[];
  };
  readonly contentTypeOf: (generated: Generated) => string;
  readonly extensionOf: (contentType: string) => string;
}

/** Draws `count` files with equal chances for each (reservoir sampling), besides one of each content as it is. */
export function draw(source: Source, count: number, random: () => number): readonly Variant[] {
  const plain = new Map<string, Generated>();
  const drawn: Generated[] = [];
  let seen = 0;
  for (const generated of source.generated) {
    const { content, steps } = source.describe(generated.name);
    if (steps.length === 0 && !plain.has(content)) {
      plain.set(content, generated);
      continue;
    }
    seen += 1;
    if (drawn.length < count) drawn.push(generated);
    else {
      const at = Math.floor(random() * seen);
      if (at < count) drawn[at] = generated;
    }
  }
  return [...plain.values(), ...drawn].map((generated, index) => {
    const { content, steps } = source.describe(generated.name);
    const contentType = source.contentTypeOf(generated);
    const family = source.familyOf(contentType);
    return {
      name: `${family.toLowerCase()}-${index}`,
      family,
      kind: content,
      steps,
      contentType,
      extension: source.extensionOf(contentType),
      bytes: generated.bytes(),
      isHonest: false,
    };
  });
}

/** Splits a name at commas; words that say that nothing was changed are no transformations. */
export const splitName = (
  name: string,
  nothing: ReadonlySet<string>,
): { readonly content: string; readonly steps: readonly string[] } => {
  const [content = '', ...steps] = name.split(', ');
  return { content, steps: steps.filter((step) => !nothing.has(step)) };
};

// After the verdict: makes the variants that a collection wants from the pinned version, and stores them beside it.
import { createHash } from 'node:crypto';
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import type { VariantsRequest, VariantsResult } from '../domain/hand-offs.ts';
import type { ReadRange } from '../domain/ports.ts';
import type { SendHandOffs } from '../domain/relay-ports.ts';
import type { Recipe, StoredVariant } from '../domain/variant.ts';
import type { EncodedImage, EncodeImage, PutVariant } from '../domain/variant-ports.ts';
import { MAX_SOURCE_BYTES, recipesFor, recipesIdOf, variantKeyOf } from '../domain/variants.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly readRange: ReadRange;
  readonly encodeImage: EncodeImage;
  readonly putVariant: PutVariant;
  readonly sendHandOffs: SendHandOffs;
}

/** The result; `unwanted` and `source_gone` when the collection or the file changed since the request. */
export type Making = 'made' | 'failed' | 'unwanted' | 'source_gone';

/** The result was not accepted by its queue, so that the request is handled again. */
export class ResultNotSentError extends Error {
  override readonly name = 'ResultNotSentError';
}

/**
 * Makes the variants of one version and reports them to record-variants, which alone may write records: this function
 * decodes untrusted bytes, and so it may read uploads, write variants and nothing else. A source that cannot be decoded is
 * a result, not an error. Safe to repeat: the keys follow from version and recipe, and what is stored already is reported as it is.
 */
export const makeVariants =
  (ports: Ports) =>
  async (request: VariantsRequest): Promise<Making> => {
    const { fileId, versionId, contentType } = request;
    const collection = collectionOf(ports.config, request.collection);
    const recipes = recipesFor(contentType, collection);
    if (!collection || recipes.length === 0) return 'unwanted';
    const report = (outcome: Pick<VariantsResult, 'items' | 'failure'>) =>
      send(ports, { fileId, versionId, recipesId: recipesIdOf(recipes), ...outcome });

    const source = await ports.readRange(request, 0, MAX_SOURCE_BYTES);
    if (!source) return 'source_gone';
    const encoding =
      source.size > MAX_SOURCE_BYTES
        ? ({ failure: 'too_large' } as const)
        : await ports.encodeImage(source.bytes, {
            contentType,
            maxPixels: collection.image.maxPixels,
            recipes,
          });
    if ('failure' in encoding) {
      await report({ items: [], failure: encoding.failure });
      return 'failed';
    }
    const items = await Promise.all(
      recipes.flatMap((recipe, index) => {
        const image = encoding.images[index];
        return image ? [store(request, recipe, image, ports)] : [];
      }),
    );
    await report({ items });
    return 'made';
  };

async function store(
  source: VariantsRequest,
  recipe: Recipe,
  { bytes, contentType, width, height }: EncodedImage,
  { putVariant }: Ports,
): Promise<StoredVariant> {
  const key = variantKeyOf(source, recipe);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const stored = await putVariant(key, { bytes, contentType, sha256 });
  const { name } = recipe;
  return { name, key, contentType, width, height, ...stored };
}

async function send({ sendHandOffs }: Ports, request: VariantsResult): Promise<void> {
  const refused = await sendHandOffs([{ queue: 'variantResults', request }]);
  if (refused.size === 0) return;
  throw new ResultNotSentError('The queue of results did not accept the variants of the file.');
}

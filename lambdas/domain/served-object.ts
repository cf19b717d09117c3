// Chooses the object that a download serves: the pinned version, one of its variants, or the sanitized copy if the collection
// serves that.
import type { Collection } from './collection.ts';
import { Refusal } from './errors.ts';
import type { ObjectVersion } from './ports.ts';
import type { FileVariants } from './variant.ts';
import { isMade, recipesFor, SANITIZED, variantsOf } from './variants.ts';
import type { Checksum } from './verdict.ts';

/** The content of a file: the present one, or an earlier one, whose variants are not kept. */
interface ServedContent extends ObjectVersion {
  readonly contentType: string;
  readonly verdict: { readonly checksum?: Checksum | undefined };
  readonly variants?: FileVariants | undefined;
  readonly isEarlier?: true;
}

/** An object to serve, its served type and name, and its checksum if that is known. */
export interface ServedObject extends ObjectVersion {
  readonly contentType: string;
  readonly checksum?: Checksum | undefined;
}

/**
 * The object to serve; `name` asks for a variant. A collection that serves sanitized copies never serves an original.
 * @throws Refusal `variant_not_available` while the variant does not exist
 */
export function servedObject(
  content: ServedContent,
  collection: Collection | undefined,
  name?: string,
): ServedObject {
  const wanted = name ?? (collection?.serve === 'sanitized' ? SANITIZED : undefined);
  if (wanted === undefined) {
    const { key, versionId, contentType, verdict } = content;
    return { key, versionId, contentType, checksum: verdict.checksum };
  }
  const variant = variantsOf(content).find((each) => each.name === wanted);
  if (!variant) throw notAvailable(content, collection, wanted);
  const { key, versionId, contentType, sha256 } = variant;
  const checksum: Checksum = { algorithm: 'SHA256', value: sha256, type: 'FULL_OBJECT' };
  return { key, versionId, contentType, checksum };
}

function notAvailable(content: ServedContent, collection: Collection | undefined, variant: string) {
  const recipes = content.isEarlier ? [] : recipesFor(content.contentType, collection);
  const isKnown = recipes.some(({ name }) => name === variant);
  const hasFailed = isMade(content, recipes) && content.variants?.failure !== undefined;
  const state = !isKnown ? 'none' : hasFailed ? 'failed' : 'preparing';
  return new Refusal('variant_not_available', sentences[state], { variant, state });
}

const sentences = {
  preparing: 'This copy of the picture is being prepared. Ask again in a moment.',
  failed: 'No copy of this picture could be made. Upload it again in another format.',
  none: 'There is no such copy of this file: its collection does not define it, or makes none of files of this type.',
} as const;

// Warns at synth about collections that publish the uploaded bytes of pictures, including the metadata of cameras.
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';

/** Prefix of the id of each warning; the name of the collection follows, so that each can be acknowledged alone. */
const WARNING = 'airlock:publicOriginals';

/**
 * Adds one warning for each collection that is public, takes pictures and serves originals. An app confirms that this is intended
 * by `Annotations.of(uploads).acknowledgeWarning('airlock:publicOriginals:<collection>', reason)`.
 */
export function warnOfPublicOriginals(
  construct: IConstruct,
  { collections }: Pick<Config, 'collections'>,
): void {
  for (const { name, visibility, serve, types } of Object.values(collections)) {
    const takesPictures = types.some((type) => type.startsWith('image/'));
    if (visibility !== 'public' || serve !== 'original' || !takesPictures) continue;
    Annotations.of(construct).addWarningV2(
      `${WARNING}:${name}`,
      `collections.${name}.serve is 'original' and its files are public: everyone can read the place where a photograph was taken. Use serve: 'sanitized', which publishes copies without metadata.`,
    );
  }
}

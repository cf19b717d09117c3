// The content types that Airlock can judge, by their canonical names: what keys end with, what people say, how they may be served.
import type { TypeTable } from './types/content-type.ts';
import { documentTypes } from './types/documents.ts';
import { imageTypes } from './types/images.ts';
import { mediaTypes } from './types/media.ts';
import { packedTypes } from './types/packed.ts';
import { textTypes } from './types/texts.ts';

/** Every type that uploads can be judged by. */
export const knownTypes: TypeTable = {
  ...imageTypes,
  ...documentTypes,
  ...packedTypes,
  ...textTypes,
  ...mediaTypes,
};

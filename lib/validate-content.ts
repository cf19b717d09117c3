// The part of the gate of synth about what files hold: limits of images and archives, and the switches.
import { integer, object, oneOf } from './config-fields.ts';

const accepts = oneOf('accept', 'reject');
/** More than any format's header can claim is no limit but a mistake. */
const side = integer('pixels', 1, 2 ** 31 - 1);

/** The fields of a collection that say what its files may hold. */
export const contentFields = {
  image: object({
    maxWidth: side,
    maxHeight: side,
    maxPixels: integer('pixels', 1, Number.MAX_SAFE_INTEGER),
    maxFrames: integer('frames', 1, 1_000_000),
  }),
  archive: object({
    // A directory of more entries is longer than what is read of any file.
    maxEntries: integer('entries', 1, 16_000),
    maxExpandedBytes: integer('bytes', 1, Number.MAX_SAFE_INTEGER),
    maxRatio: integer('bytes unpacked for each byte packed', 1, 1_000_000),
    nested: accepts,
  }),
  trailingData: accepts,
  pdfActions: accepts,
  embeddedFiles: accepts,
  encryptedFiles: accepts,
  macros: accepts,
  embeddedObjects: accepts,
  externalContent: accepts,
  unfinishedMedia: accepts,
};

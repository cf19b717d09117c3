// Validates the fields about the content of files: limits of images and archives, and the switches.
import { isKnownContentType } from '../lambdas/domain/content-types.ts';
import { extensionsInUse } from '../lambdas/domain/extensions-in-use.ts';
import { foreignTypes } from '../lambdas/domain/foreign-types.ts';
import { bytes, field, integer, object, oneOf, record } from './config-fields.ts';
import { runnableExtensions } from './runnable-extensions.ts';

const accepts = oneOf('accept', 'reject');
/** A limit above what any format's header can state is a mistake. */
const side = integer('pixels', 1, 2 ** 31 - 1);

/** A type that Airlock can neither validate nor recognise as dangerous (RFC 6838, section 4.2). */
const opaqueType = field<string>(
  'a content type in lower case that Airlock does not know, such as image/vnd.dwg; a type that it validates belongs in types, and programs and pages are never taken',
  (value) =>
    /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/.test(value) &&
    value !== 'application/octet-stream' &&
    !isKnownContentType(value) &&
    !Object.hasOwn(foreignTypes, value),
);
/** An extension that no known type has, and that no program is run by. */
const opaqueExtension = field<string>(
  'an extension in lower case such as .dwg, which no known type has and no system runs',
  (value) =>
    typeof value === 'string' &&
    /^\.[a-z0-9]{1,16}$/.test(value) &&
    !extensionsInUse.has(value) &&
    !runnableExtensions.has(value),
);
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
    maxExpandedBytes: bytes(1, Number.MAX_SAFE_INTEGER),
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
  typeMismatch: oneOf('correct', 'reject'),
  textCharset: oneOf('any', 'utf-8'),
  opaqueTypes: record(opaqueType, opaqueExtension, 'an object of extensions by content type'),
};

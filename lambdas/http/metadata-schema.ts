// The schema of metadata, as claims and edits carry it.

import * as z from 'zod/mini';
import { bytesExactly } from '../domain/bytes-in-words.ts';
import { metadataBytes, metadataLimits, metadataName } from '../domain/metadata.ts';

const { names, nameLength, textLength, totalBytes } = metadataLimits;
/** A map of names and texts; an empty one is allowed. */
export const metadata = z
  .record(
    z
      .string()
      .check(
        z.regex(
          metadataName,
          `is no name for metadata: a letter or a digit, then at most ${nameLength - 1} letters, digits, dots, hyphens and underscores`,
        ),
      ),
    z
      .string()
      .check(
        z.maxLength(textLength),
        z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'may hold neither control characters nor line breaks'),
      ),
  )
  .check(
    z.refine((map) => Object.keys(map).length <= names, `holds more than ${names} names`),
    z.refine(
      (map) => metadataBytes(map) <= totalBytes,
      `is larger than ${bytesExactly(totalBytes)}, names and texts together in UTF-8`,
    ),
  );

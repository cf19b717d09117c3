// Refuses files that hold a second file: a polyglot is one format for a validator and another for the program that opens it.
import { bytesInWords } from '../bytes-in-words.ts';
import { typeName } from '../content-types.ts';
import { ZIP_END_BYTES } from '../formats/foreign-content.ts';
import type { Rule } from './rule.ts';

/**
 * Up to so many bytes after the end are accepted, because programs leave some. The smallest ZIP has 22 bytes, so these hold no
 * file.
 */
const STRAY_MAX_BYTES = ZIP_END_BYTES - 1;

/** PDFs and archives inside a file that is something else. */
export const refuseForeignContent: Rule = ({ type, evidence: { foreign }, collection }) =>
  foreign && collection.trailingData === 'reject'
    ? {
        reason: 'trailing_data',
        detail: `The ${typeName(type)} also holds a ${foreign.kind} file at byte ${foreign.at}. Save it again without it, and upload the two separately.`,
      }
    : undefined;

/** Bytes that belong to no part of the file. */
export const refuseTrailingData: Rule = ({ type, evidence, collection }) => {
  const { leadingBytes = 0 } = evidence.document ?? {};
  const trailingBytes = evidence.image?.trailingBytes ?? evidence.document?.trailingBytes ?? 0;
  const most = Math.max(leadingBytes, trailingBytes);
  if (collection.trailingData === 'accept' || most <= STRAY_MAX_BYTES) return undefined;
  const place =
    trailingBytes === most
      ? `${bytesInWords(trailingBytes)} after its end`
      : `${bytesInWords(leadingBytes)} before its beginning`;
  return {
    reason: 'trailing_data',
    detail: `The ${typeName(type)} has ${place} that do not belong to it. Open it, save it again and upload that.`,
  };
};

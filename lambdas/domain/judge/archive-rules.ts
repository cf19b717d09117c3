// Refuses archives, and office documents, which are archives, that cannot be unpacked without harm.

import { bytesExactly } from '../bytes-in-words.ts';
import { typeName } from '../content-types.ts';
import { groupedDigits } from '../grouped-digits.ts';
import type { Case, Objection, Rule } from './rule.ts';

/** Archives of fewer bytes unpacked are refused for no ratio. */
const RATIO_FROM_BYTES = 10 * 1024 ** 2;

/** Directories that are missing, contradict what is there, or name places outside the archive. */
export const refuseUnsoundArchive: Rule = ({ type, evidence: { archive } }) => {
  const name = typeName(type);
  if (archive?.flaw) {
    return {
      reason: 'archive_damaged',
      detail: `The ${name} is damaged. ${archive.flaw.detail} Pack it again and upload that.`,
    };
  }
  return archive?.unsafeName === undefined
    ? undefined
    : {
        reason: 'archive_damaged',
        detail: `The ${name} holds ${JSON.stringify(archive.unsafeName)}, which leads outside the folder that it is unpacked into. Pack it again without links and absolute paths, and upload that.`,
      };
};

/** Archives that unpack to more than the collection takes, by what their directories state. */
export const refuseArchiveBomb: Rule = (at) => {
  const { archive, size } = at.evidence;
  const { maxEntries, maxExpandedBytes, maxRatio, nested } = at.collection.archive;
  const { entries = 0, expandedBytes = 0, nestedArchives = 0 } = archive ?? {};
  const ratio = Math.floor(expandedBytes / Math.max(1, size));
  if (entries > maxEntries)
    return tooMuch(at, `${groupedDigits(entries)} entries`, groupedDigits(maxEntries));
  if (expandedBytes > maxExpandedBytes) {
    return tooMuch(at, `${bytesExactly(expandedBytes)} unpacked`, bytesExactly(maxExpandedBytes));
  }
  if (ratio > maxRatio && expandedBytes > RATIO_FROM_BYTES) {
    return tooMuch(
      at,
      `${groupedDigits(ratio)} bytes for each byte packed`,
      groupedDigits(maxRatio),
    );
  }
  return nestedArchives > 0 && nested === 'reject'
    ? {
        reason: 'archive_bomb',
        detail: `The ${typeName(at.type)} contains ${nestedArchives} ${nestedArchives === 1 ? 'other archive' : 'other archives'}. Unpack what is inside, and upload the files themselves.`,
      }
    : undefined;
};

const tooMuch = ({ type, collection }: Case, found: string, most: string): Objection => ({
  reason: 'archive_bomb',
  detail: `The ${typeName(type)} states ${found}; the collection ${collection.name} takes at most ${most}. Pack fewer or smaller files into it, and upload that.`,
});

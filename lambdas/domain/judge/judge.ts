// Judges the evidence about a stored object against its claim and its collection's policy.
import { bytesExactly, bytesInWords } from '../bytes-in-words.ts';
import type { Collection } from '../collection.ts';
import { canonicalType, isTextType, typeName } from '../content-types.ts';
import type { PendingFile } from '../file.ts';
import type { Evidence, Verdict } from '../verdict.ts';
import { refuseArchiveBomb, refuseUnsoundArchive } from './archive-rules.ts';
import { refuseEncrypted, refuseFindings, refuseUnsoundDocument } from './document-rules.ts';
import { refuseForeignContent, refuseTrailingData } from './hidden-rules.ts';
import { refuseLargeImage, refuseManyFrames, refuseUnsoundImage } from './image-rules.ts';
import { refuseUnfinishedMedia, refuseUnsoundMedia } from './media-rules.ts';
import type { Objection, Rule, SizeCase } from './rule.ts';
import { type SettledType, settleType, type TypeCase } from './settle-type.ts';

const refuseEmpty: Rule<SizeCase> = ({ evidence }) =>
  evidence.size === 0
    ? { reason: 'empty', detail: 'The file is empty. Check the original and upload it again.' }
    : undefined;

const refuseOtherSize: Rule<SizeCase> = ({ declaredSize, maxBytes, evidence: { size } }) => {
  if (maxBytes !== undefined) return size <= maxBytes ? undefined : moreThan(maxBytes, size);
  return size === declaredSize
    ? undefined
    : {
        reason: 'size_mismatch',
        detail: `The upload has ${bytesExactly(size)}, but ${bytesExactly(declaredSize ?? 0)} were announced. Upload the file again.`,
      };
};

const moreThan = (maxBytes: number, size: number): Objection => ({
  reason: 'size_mismatch',
  detail: `The upload has ${bytesExactly(size)}, but its form takes at most ${bytesExactly(maxBytes)}. Choose a smaller file.`,
});

const refuseUnreadable: Rule = ({ type, evidence: { isPartlyRead, bytesRead } }) =>
  isPartlyRead
    ? {
        reason: 'unreadable',
        detail: `The ${typeName(type)} could not be validated to its end${bytesRead === undefined ? '' : ` within ${bytesInWords(bytesRead)}`}. Export it again with default settings and upload that.`,
      }
    : undefined;

const refuseTooComplex: Rule<SizeCase> = ({
  evidence: { exceededCpuSeconds, bytesRead = 0, size },
}) =>
  exceededCpuSeconds === undefined
    ? undefined
    : {
        reason: 'too_complex',
        detail: `The file could not be validated within ${Number(exceededCpuSeconds.toFixed(1))} seconds of computing time; ${bytesInWords(bytesRead)} of ${bytesInWords(size)} were read. Export it again with default settings, or split it, and upload that.`,
      };

const refuseLegacyCharset: Rule = ({ type, evidence: { text }, collection }) =>
  collection.textCharset === 'utf-8' && text.kind === 'plain' && text.charset !== 'utf-8'
    ? {
        reason: 'not_text',
        detail: `The ${typeName(type)} is written in ${text.charset}; the collection ${collection.name} takes only UTF-8. Save it as UTF-8 and upload that.`,
      }
    : undefined;

/** The rules in the order in which they are tried, before the type is settled and after; the first objection stands. */
const rulesOfAnyType: readonly Rule<SizeCase>[] = [refuseEmpty, refuseOtherSize, refuseTooComplex];
const rules: readonly Rule[] = [
  refuseUnreadable,
  refuseLegacyCharset,
  refuseForeignContent,
  refuseUnsoundImage,
  refuseLargeImage,
  refuseManyFrames,
  refuseEncrypted,
  refuseUnsoundDocument,
  refuseFindings,
  refuseTrailingData,
  refuseArchiveBomb,
  refuseUnsoundArchive,
  refuseUnsoundMedia,
  refuseUnfinishedMedia,
];

/** Judges an object. Never throws. */
export function judge(
  claim: Pick<PendingFile, 'contentType' | 'size' | 'form'>,
  evidence: Evidence,
  collection: Collection | undefined,
): Verdict {
  const declaredType = canonicalType(claim.contentType);
  const sizes = claim.form ? { maxBytes: claim.size } : { declaredSize: claim.size };
  const settled = collection
    ? settle({ declaredType, ...sizes, evidence, collection })
    : collectionRemoved;
  const { text, isPartlyRead: _unread, exceededCpuSeconds: _limit, ...observed } = evidence;
  return {
    ...observed,
    ...(text.kind === 'plain' && { charset: text.charset }),
    ...('type' in settled ? { detectedType: settled.type } : settled),
    outcome: 'type' in settled ? 'accepted' : 'rejected',
    declaredType,
    declaredSize: sizes.declaredSize,
  };
}

const collectionRemoved = {
  reason: 'collection_removed',
  detail: 'This collection no longer exists. Choose another one and upload the file there.',
} as const;

/** The type that the file is accepted as, or the first objection to it. */
function settle(at: TypeCase & SizeCase): SettledType | Objection {
  const objection = firstObjection(rulesOfAnyType, at);
  if (objection) return objection;
  const settled = settleType(at);
  if (!('type' in settled)) return settled;
  // Every further rule is of the type that the file is, whatever was claimed.
  const { type } = settled;
  return firstObjection(rules, { ...at, type, evidence: evidenceAs(type, at.evidence) }) ?? settled;
}

/** What counts of the evidence for a file that is kept as this type: as plain text, a mail is only read. */
const evidenceAs = (type: string, evidence: Evidence): Evidence =>
  isTextType(type) && type !== evidence.detectedType
    ? { ...evidence, document: undefined }
    : evidence;

function firstObjection<At>(tried: readonly Rule<At>[], at: At): Objection | undefined {
  for (const rule of tried) {
    const objection = rule(at);
    if (objection) return objection;
  }
  return undefined;
}

// Judges the evidence about a stored object against its claim and its collection's policy.
import type { Collection } from '../collection.ts';
import { canonicalType, isTextType } from '../content-types.ts';
import type { Evidence, Verdict } from '../verdict.ts';
import { refuseArchiveBomb, refuseUnsoundArchive } from './archive-rules.ts';
import { refuseEncrypted, refuseFindings, refuseUnsoundDocument } from './document-rules.ts';
import { refuseForeignContent, refuseTrailingData } from './hidden-rules.ts';
import { refuseLargeImage, refuseManyFrames, refuseUnsoundImage } from './image-rules.ts';
import { refuseUnfinishedMedia, refuseUnsoundMedia } from './media-rules.ts';
import type { Case, Objection, Rule } from './rule.ts';
import { refuseActiveContent, refuseOtherType, refuseUnlistedType } from './type-rules.ts';

const refuseEmpty: Rule = ({ evidence }) =>
  evidence.size === 0
    ? { reason: 'empty', detail: 'The file is empty. Choose a file with content.' }
    : undefined;

const refuseOtherSize: Rule = ({ declaredSize, evidence: { size } }) =>
  size === declaredSize
    ? undefined
    : {
        reason: 'size_mismatch',
        detail: `The upload has ${size} bytes, but ${declaredSize} were announced. Send the file again.`,
      };

const refuseUnreadable: Rule = ({ evidence: { isPartlyRead, bytesRead } }) =>
  isPartlyRead
    ? {
        reason: 'unreadable',
        detail: `Its structure could not be followed to the end${bytesRead === undefined ? '' : ` within ${bytesRead} bytes`}. Export it anew, with default settings, and send that.`,
      }
    : undefined;

const refuseTooComplex: Rule = ({ evidence: { exceededCpuSeconds, bytesRead = 0, size } }) =>
  exceededCpuSeconds === undefined
    ? undefined
    : {
        reason: 'too_complex',
        detail: `The file could not be validated within ${Number(exceededCpuSeconds.toFixed(1))} seconds of computing time; ${bytesRead} of ${size} bytes were read. Export it again with default settings, or split it, and upload that.`,
      };

/** The rules in the order in which they are tried; the first objection stands. */
const rules: readonly Rule[] = [
  refuseEmpty,
  refuseOtherSize,
  refuseTooComplex,
  refuseActiveContent,
  refuseOtherType,
  refuseUnlistedType,
  refuseUnreadable,
  refuseForeignContent,
  refuseUnsoundImage,
  refuseLargeImage,
  refuseManyFrames,
  refuseEncrypted,
  refuseUnsoundDocument,
  refuseFindings,
  refuseTrailingData,
  refuseUnsoundArchive,
  refuseArchiveBomb,
  refuseUnsoundMedia,
  refuseUnfinishedMedia,
];

/** Judges an object. Never throws. */
export function judge(
  claim: { readonly contentType: string; readonly size: number },
  evidence: Evidence,
  collection: Collection | undefined,
): Verdict {
  const declaredType = canonicalType(claim.contentType);
  const objection = collection
    ? objectTo({ declaredType, declaredSize: claim.size, evidence, collection })
    : ({
        reason: 'collection_removed',
        detail: 'This collection no longer takes files. Choose another and send it there.',
      } as const);
  const { text, isPartlyRead: _unread, exceededCpuSeconds: _limit, ...observed } = evidence;
  return {
    ...observed,
    ...(text.kind === 'plain' && { charset: text.charset }),
    // A text is of the type that it was announced as and may be.
    ...(!objection && isTextType(declaredType) && { detectedType: declaredType }),
    ...objection,
    outcome: objection ? 'rejected' : 'accepted',
    declaredType,
    declaredSize: claim.size,
  };
}

function objectTo(at: Case): Objection | undefined {
  for (const rule of rules) {
    const objection = rule(at);
    if (objection) return objection;
  }
  return undefined;
}

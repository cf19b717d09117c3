// Refuses audio and video whose parts do not fit the file.
import { typeName } from '../content-types.ts';
import type { Rule } from './rule.ts';

/** Media with parts that extend past the end of the file, or without any part. */
export const refuseUnsoundMedia: Rule = ({ type, evidence: { media } }) =>
  media?.flaw && {
    reason: media.flaw.kind === 'truncated' ? 'media_truncated' : 'media_damaged',
    detail: `The ${typeName(type)} is ${media.flaw.kind === 'truncated' ? 'incomplete' : 'damaged'}. ${media.flaw.detail} Export it again and upload that.`,
  };

/** Films without their index, if the collection refuses them. */
export const refuseUnfinishedMedia: Rule = ({ type, evidence: { media }, collection }) =>
  media?.isUnfinished && collection.unfinishedMedia === 'reject'
    ? {
        reason: 'media_truncated',
        detail: `The ${typeName(type)} has no index, as a recording that was cut off. Repair it or export it again, and upload that.`,
      }
    : undefined;

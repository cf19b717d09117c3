// Refuses images whose headers are damaged, and those larger than the collection takes.

import { typeName } from '../content-types.ts';
import { groupedDigits } from '../grouped-digits.ts';
import type { Case, Rule } from './rule.ts';

const nameOf = ({ type }: Case): string => typeName(type);

/** Images whose headers are cut short, contradict each other, or cannot be found. */
export const refuseUnsoundImage: Rule = (at) => {
  const flaw = at.evidence.image?.flaw;
  if (!flaw) return undefined;
  return flaw.kind === 'truncated'
    ? {
        reason: 'image_truncated',
        detail: `The ${nameOf(at)} is incomplete. ${flaw.detail} Open it on your device, save it again and upload that.`,
      }
    : {
        reason: 'image_contradictory',
        detail: `The ${nameOf(at)} is damaged. ${flaw.detail} Save it again with an image program and upload that.`,
      };
};

/** Images with more pixels than the collection takes, as the header states; the picture is not decoded. */
export const refuseLargeImage: Rule = ({ evidence: { image }, collection }) => {
  const { width = 0, height = 0 } = image ?? {};
  const { maxWidth, maxHeight, maxPixels } = collection.image;
  if (width <= maxWidth && height <= maxHeight && width * height <= maxPixels) return undefined;
  const found = `The image has ${groupedDigits(width)} × ${groupedDigits(height)} pixels`;
  const taken =
    width * height > maxPixels
      ? `${groupedDigits(maxPixels)} pixels in all`
      : `${groupedDigits(maxWidth)} × ${groupedDigits(maxHeight)}`;
  return {
    reason: 'image_too_large',
    detail: `${found}; the collection ${collection.name} takes at most ${taken}. Scale it down and upload that.`,
  };
};

/**
 * Images with more frames than the collection takes. Of a file that was not read whole, the frames that were read are counted.
 */
export const refuseManyFrames: Rule = ({ evidence: { image }, collection }) => {
  const { frames = 0, hasMoreFrames } = image ?? {};
  const { maxFrames } = collection.image;
  if (frames <= maxFrames) return undefined;
  const found = `${hasMoreFrames ? 'at least ' : ''}${groupedDigits(frames)} frames`;
  return {
    reason: 'too_many_frames',
    detail: `The image has ${found}; the collection ${collection.name} takes at most ${groupedDigits(maxFrames)}. Shorten it, or upload it as a video.`,
  };
};

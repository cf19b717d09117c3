// MP4 and QuickTime: whether the boxes follow each other to the end of the file; their content is for players.
import { S3_MAX_OBJECT_BYTES } from '../sizes.ts';
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { type Box, checkEnd, topBoxes } from './boxes.ts';
import { FormatError, type MediaEvidence } from './evidence.ts';
import { withFlaw } from './reading.ts';

/** The index of a film, or of a fragment of one. */
const isIndex = ({ type }: Box): boolean => type === 'moov' || type === 'moof';

/**
 * Walks the boxes of the top level, each by its header alone, so that an index at the end of a large file costs one
 * request more. A film in thousands of fragments is walked as far as the budget goes.
 */
export const inspectMp4 = (bytes: StoredBytes): Promise<MediaEvidence> =>
  withFlaw(async () => {
    let hasIndex = false;
    let hasMedia = false;
    try {
      for await (const box of topBoxes(bytes)) {
        const isCut = box.end > bytes.size;
        // A recorder writes the index last: after a loss of power there are only the media, without an index to check them by.
        if (box.type === 'mdat' && isCut && !hasIndex && box.end <= S3_MAX_OBJECT_BYTES) {
          return { isUnfinished: true };
        }
        checkEnd(box, bytes.size);
        hasIndex ||= isIndex(box);
        hasMedia ||= box.type === 'mdat';
      }
    } catch (error) {
      if (!(error instanceof BudgetExceededError) || !hasIndex) throw error;
      return {};
    }
    if (hasIndex && !hasMedia) {
      throw new FormatError(
        'truncated',
        'The file ends behind its index, before any film or sound.',
      );
    }
    if (!hasIndex && !hasMedia)
      throw new FormatError('contradictory', 'The file holds neither film nor sound.');
    return hasIndex ? {} : { isUnfinished: true };
  });

// Which kinds of track a film of ISO boxes has (ISO/IEC 14496-12 §8.3 and §8.4.3): a file without a video track is sound.
import { BudgetExceededError, type StoredBytes } from '../stored-bytes.ts';
import { type Box, childBoxes, topBoxes } from './boxes.ts';
import { FormatError } from './evidence.ts';
import { latin1, uint8 } from './fields.ts';

/** Tracks that are read: sound in several languages, subtitles and chapters come to a dozen at most. */
const MAX_TRACKS = 16;
/** How many boxes may stand before the index: a type, free space and the media; fragments follow it. */
const BOXES_BEFORE_INDEX = 8;
/** Version and flags, which many boxes begin with; the flags' last bit says that a track is enabled. */
const FLAGS_AT = 3;
/** Where the handler type stands in an `hdlr` box. */
const HANDLER_AT = 8;

/** What the index of a film says about its tracks. */
export interface IsoTracks {
  readonly hasVideo: boolean;
  /** A picture of each chapter is a video track that is not enabled. */
  readonly hasEnabledVideo: boolean;
  readonly hasSound: boolean;
}

/** Reads the tracks by the headers of their boxes alone; undefined where the index is missing, damaged or out of reach. */
export async function isoTracks(bytes: StoredBytes): Promise<IsoTracks | undefined> {
  try {
    let count = 0;
    for await (const box of topBoxes(bytes)) {
      if (box.type === 'moov') return await tracksIn(bytes, box);
      count += 1;
      if (count > BOXES_BEFORE_INDEX) return undefined;
    }
  } catch (error) {
    // The reader of the format reports what is wrong.
    if (!(error instanceof FormatError || error instanceof BudgetExceededError)) throw error;
  }
  return undefined;
}

async function tracksIn(bytes: StoredBytes, moov: Box): Promise<IsoTracks> {
  const tracks: { readonly handler: string; readonly isEnabled: boolean }[] = [];
  for await (const box of childBoxes(bytes, moov)) {
    if (box.type === 'trak') tracks.push(await readTrack(bytes, box));
    if (tracks.length === MAX_TRACKS) break;
  }
  const video = tracks.filter(({ handler }) => handler === 'vide');
  return {
    hasVideo: video.length > 0,
    hasEnabledVideo: video.some(({ isEnabled }) => isEnabled),
    hasSound: tracks.some(({ handler }) => handler === 'soun'),
  };
}

async function readTrack(bytes: StoredBytes, trak: Box) {
  let isEnabled = true;
  for await (const box of childBoxes(bytes, trak)) {
    if (box.type === 'tkhd') {
      isEnabled = (uint8(await bytes.read(box.body + FLAGS_AT, 1), 0) & 1) === 1;
    }
    if (box.type !== 'mdia') continue;
    for await (const inner of childBoxes(bytes, box)) {
      if (inner.type !== 'hdlr') continue;
      return { handler: latin1(await bytes.read(inner.body + HANDLER_AT, 4), 0), isEnabled };
    }
  }
  return { handler: '', isEnabled };
}

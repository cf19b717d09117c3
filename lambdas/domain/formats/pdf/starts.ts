// Where readers begin to follow a PDF's cross-references (ISO 32000-2 §7.5.5 and annex F).
import { isDigit, isSpace } from './characters.ts';
import type { SectionChain } from './section-chain.ts';
import type { Window } from './window.ts';

const HEADER = '%PDF-';
const START = 'startxref';
const OBJECT_END = 'endobj';
/** Readers look for the header in the first KiB, and for `startxref` in the last. */
export const TOLERANCE_BYTES = 1024;
const GAP_MAX_BYTES = 64;

/** Where the header stands; 0 when it is missing. Some readers count offsets from there, others from the first byte. */
export const headerAt = async (window: Window): Promise<number> =>
  Math.max(0, (await window.peek(0, 2 * TOLERANCE_BYTES)).indexOf(HEADER));

/**
 * Whether every reader begins with the section that the last `startxref` states. They search the bytes for that word, also
 * in comments, and begin a linearized file behind the word `endobj`, wherever it stands first.
 */
export async function beginsAsStated(
  window: Window,
  sections: SectionChain,
  isLinearized: boolean,
): Promise<boolean> {
  const tailAt = Math.max(0, window.size - TOLERANCE_BYTES);
  const tail = await window.peek(tailAt, TOLERANCE_BYTES);
  const last = tail.lastIndexOf(START);
  if (last < 0 || tailAt + last !== sections.startAt) return false;
  let at = last + START.length;
  while (isSpace(tail[at])) at += 1;
  if (!isDigit(tail[at])) return false;
  return !isLinearized || sections.has(await behindFirstObject(window));
}

async function behindFirstObject(window: Window): Promise<number> {
  const end = await window.find(OBJECT_END, 0);
  if (end < 0) return -1;
  const next = end + OBJECT_END.length;
  const gap = await window.peek(next, GAP_MAX_BYTES);
  let at = 0;
  while (isSpace(gap[at])) at += 1;
  return next + at;
}

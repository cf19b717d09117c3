// From stored bytes to evidence. Pure: no verdict here, and nothing is trusted but the bytes.
import { isTextType } from './content-types.ts';
import { detectType } from './detect-type.ts';
import { lookCloser } from './formats/look-closer.ts';
import type { InspectUpload } from './inspection-ports.ts';
import { type MeteredBytes, storedBytes } from './stored-bytes.ts';
import { readText } from './text/read-text.ts';
import type { Evidence, TextEvidence } from './verdict.ts';

/**
 * Observes an upload in this very thread, without a limit of CPU time: what the inspecting thread runs.
 * @throws the error of a failed read, which says nothing about the bytes
 */
export const inspectUpload: InspectUpload = async ({ head, size, readMore }) => {
  const bytes = storedBytes({ bytes: head, size }, readMore);
  const evidence = await inspect(bytes);
  if (bytes.failure) throw bytes.failure;
  return evidence;
};

/** Inspects an object. Never throws, whatever the bytes: evidence that the budget did not reach is marked as unread. */
export async function inspect(bytes: MeteredBytes): Promise<Evidence> {
  let evidence: Evidence = { size: bytes.size, text: { kind: 'binary' } };
  try {
    const text = await readText(bytes);
    evidence = { ...evidence, text };
    const detectedType = settleType(await detectType(bytes), text);
    if (detectedType !== undefined) {
      evidence = { ...evidence, detectedType };
      evidence = { ...evidence, ...(await lookCloser(detectedType, bytes)) };
    }
  } catch {
    // The budget is used up or a reader failed: unread bytes never count as validated.
    evidence = { ...evidence, isPartlyRead: true };
  }
  return { ...evidence, bytesRead: bytes.bytesRead };
}

/**
 * A text may begin with a short mark such as BM or GIF. A file that reads as text throughout is no image, sound or archive, whose
 * headers hold bytes that no text has. Only formats that are written in text keep their mark.
 */
const settleType = (mark: string | undefined, text: TextEvidence): string | undefined =>
  text.kind !== 'plain' || isWrittenInText(mark) ? mark : text.format;

const isWrittenInText = (mark: string | undefined): boolean =>
  mark !== undefined && (isTextType(mark) || writtenInText.has(mark));

const writtenInText: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/postscript',
  'application/eps',
  'application/rtf',
  'application/xml',
  // Programs of printable bytes exist.
  'application/x-msdownload',
]);

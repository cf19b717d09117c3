// Formats each kind of evidence in a verdict as a short text.
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';

type Verdict = NonNullable<FileRecord['verdict']>;

/** `800 × 600 pixels, 12 frames, to be turned`. */
export function pictureInWords(image: Verdict['image']): string | undefined {
  if (image?.width === undefined || image.height === undefined) return undefined;
  const { width, height, frames = 1, hasMoreFrames, orientation = 1 } = image;
  return enumerate([
    `${width} × ${height} pixels`,
    frames > 1 && `${frames} frames${hasMoreFrames ? ' or more' : ''}`,
    orientation > 1 && 'stored turned or mirrored',
  ]);
}

/** Whether a picture contains the location where it was taken. */
export const locationInWords = (hasGps: boolean | undefined): string | undefined =>
  hasGps ? 'the picture contains the location where it was taken' : undefined;

const findings: Readonly<
  Record<NonNullable<Verdict['document']>['findings'][number]['kind'], string>
> = {
  script: 'contains scripts',
  macro: 'contains macros',
  launch: 'starts programs',
  automatic_action: 'acts when it is opened',
  dde: 'exchanges data with other programs',
  embedded_file: 'contains other files',
  embedded_object: 'contains embedded objects',
  external_content: 'fetches content from elsewhere',
};

/** The active content of a document. */
export const documentInWords = (document: Verdict['document']): string | undefined =>
  document &&
  enumerate([
    ...new Set(document.findings.map(({ kind }) => findings[kind])),
    document.isEncrypted && 'encrypted',
  ]);

/** `12 entries of 3 MB, encrypted`. */
export const archiveInWords = (archive: Verdict['archive']): string | undefined =>
  archive &&
  enumerate([
    archive.entries !== undefined && counted(archive.entries, 'entry', 'entries'),
    archive.expandedBytes !== undefined && `${bytesInWords(archive.expandedBytes)} when unpacked`,
    archive.isEncrypted && 'encrypted',
    (archive.nestedArchives ?? 0) > 0 &&
      counted(archive.nestedArchives ?? 0, 'archive inside', 'archives inside'),
  ]);

/** Where the structure of a file is damaged, or which other kind of data it contains. */
export function flawInWords(verdict: Verdict | undefined): string | undefined {
  const { image, document, archive, media, foreign } = verdict ?? {};
  const flaw = (image ?? document ?? archive ?? media)?.flaw;
  return enumerate([flaw?.detail, foreign && `${foreign.kind} at byte ${foreign.at}`]);
}

/** The result of the malware scan. */
export const scanInWords = (scan: Verdict['scan']): string | undefined =>
  scan &&
  enumerate([
    `${scan.outcome.replace('_', ' ')}by ${scan.engine === 'clamd' ? 'ClamAV' : 'GuardDuty'}`,
    ...(scan.threats ?? []),
  ]);

/** A checksum other than the SHA-256 of the whole file, with what it covers. */
export const checksumInWords = ({
  algorithm,
  value,
  type,
}: NonNullable<FileRecord['checksum']>): string =>
  `${algorithm} ${value}${type === 'COMPOSITE' ? ', of the checksums of its parts' : ''}`;

/** How much of the file was read. */
export function readInWords(bytesRead: number | undefined, size: number): string | undefined {
  if (bytesRead === undefined) return undefined;
  return bytesRead >= size
    ? 'all bytes read'
    : `${bytesInWords(bytesRead)} of ${bytesInWords(size)} read`;
}

const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** The parts, separated by commas; undefined when there are none. */
const enumerate = (parts: readonly (string | false | undefined)[]): string | undefined =>
  parts.filter((part) => part).join(', ') || undefined;

// Formats each kind of evidence in a verdict as a short text.

import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { bytesInWords } from './quantities.ts';
import { texts } from './texts.ts';

type Verdict = NonNullable<FileRecord['verdict']>;

/** `800 × 600 pixels, 12 frames, to be turned`. */
export function pictureInWords(image: Verdict['image']): string | undefined {
  if (image?.width === undefined || image.height === undefined) return undefined;
  const { width, height, frames = 1, hasMoreFrames, orientation = 1 } = image;
  return enumerate([
    texts().evidence.pixels(width, height),
    frames > 1 && texts().evidence.frames(frames, hasMoreFrames === true),
    orientation > 1 && texts().evidence.turned,
  ]);
}

/** Whether readers of this file receive the location where the picture was taken: a sanitized copy does not have it. */
export const showsLocation = ({ image, verdict, variants }: FileRecord): boolean =>
  (image ?? verdict?.image)?.hasGps === true && variants?.sanitized === undefined;

/** Whether a picture contains the location where it was taken, and whether others receive it. */
export function locationInWords(file: FileRecord): string | undefined {
  if (showsLocation(file)) return texts().evidence.location;
  return file.verdict?.image?.hasGps ? texts().evidence.locationRemoved : undefined;
}

/** The active content of a document. */
export const documentInWords = (document: Verdict['document']): string | undefined =>
  document &&
  enumerate([
    ...new Set(document.findings.map(({ kind }) => texts().evidence[kind])),
    document.isEncrypted && texts().evidence.encrypted,
  ]);

/** `12 entries of 3 MB, encrypted`. */
export const archiveInWords = (archive: Verdict['archive']): string | undefined =>
  archive &&
  enumerate([
    archive.entries !== undefined && texts().evidence.entries(archive.entries),
    archive.expandedBytes !== undefined &&
      texts().evidence.unpacked(bytesInWords(archive.expandedBytes)),
    archive.isEncrypted && texts().evidence.encrypted,
    (archive.nestedArchives ?? 0) > 0 && texts().evidence.nested(archive.nestedArchives ?? 0),
  ]);

/** Where the structure of a file is damaged, or which other kind of data it contains. */
export function flawInWords(verdict: Verdict | undefined): string | undefined {
  const { image, document, archive, media, foreign } = verdict ?? {};
  const flaw = (image ?? document ?? archive ?? media)?.flaw;
  return enumerate([flaw?.detail, foreign && texts().evidence.foreign(foreign.kind, foreign.at)]);
}

/** The result of the malware scan. */
export const scanInWords = (scan: Verdict['scan']): string | undefined =>
  scan &&
  enumerate([
    texts().evidence.scan(
      texts().evidence.scanOutcomes[scan.outcome] ?? scan.outcome.replace('_', ' '),
      scan.engine === 'clamd' ? 'ClamAV' : 'GuardDuty',
    ),
    ...(scan.threats ?? []),
  ]);

/** A checksum other than the SHA-256 of the whole file, with what it covers. */
export const checksumInWords = ({
  algorithm,
  value,
  type,
}: NonNullable<FileRecord['checksum']>): string =>
  type === 'COMPOSITE'
    ? texts().evidence.ofParts(`${algorithm} ${value}`)
    : `${algorithm} ${value}`;

/** How much of the file was read. */
export function readInWords(bytesRead: number | undefined, size: number): string | undefined {
  if (bytesRead === undefined) return undefined;
  return bytesRead >= size
    ? texts().evidence.allRead
    : texts().evidence.read(bytesInWords(bytesRead), bytesInWords(size));
}

/** The parts, separated by commas; undefined when there are none. */
const enumerate = (parts: readonly (string | false | undefined)[]): string | undefined =>
  parts.filter((part) => part).join(', ') || undefined;

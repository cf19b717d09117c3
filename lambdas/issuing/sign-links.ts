// Links to parts of the plan: each takes exactly one part, in its planned length.
import { invalid } from '../domain/errors.ts';
import { partLength } from '../domain/parts.ts';
import { base64Sha256 } from '../domain/policy.ts';
import type { PresignPart } from '../domain/ports.ts';
import type { FileInParts } from '../domain/upload-in-parts.ts';
import type { SignedPart } from '../http/contract.ts';
import type { SignPartsRequest } from '../http/part-requests.ts';

/** How links are signed, and how long each is good for. */
export interface LinkSigning {
  readonly presignPart: PresignPart;
  readonly config: { readonly expiry: { readonly uploadSeconds: number } };
  readonly at: Date;
}

/**
 * Signs links to parts of a file. Signing is local; no request is made.
 * @throws Refusal when the plan has no such part, or when a SHA-256 is missing or superfluous
 */
export function signLinks(
  file: FileInParts,
  parts: SignPartsRequest['parts'],
  { presignPart, config, at }: LinkSigning,
): Promise<SignedPart[]> {
  const secondsLeft = Math.ceil((Date.parse(file.expiresAt) - at.getTime()) / 1000);
  const seconds = Math.min(config.expiry.uploadSeconds, secondsLeft);
  const expiresAt = new Date(at.getTime() + seconds * 1000).toISOString();
  const upload = { key: file.key, uploadId: file.multipart.uploadId };
  return Promise.all(
    parts.map(async (asked, index) => {
      const part = planned(file, asked, index);
      const link = await presignPart(upload, part, seconds);
      return { partNumber: part.partNumber, size: part.size, expiresAt, ...linkOf(link) };
    }),
  );
}

const linkOf = ({ url, headers }: Awaited<ReturnType<PresignPart>>) => ({
  url,
  headers: { ...headers },
});

function planned(
  { size: fileSize, multipart }: FileInParts,
  { partNumber, sha256 }: SignPartsRequest['parts'][number],
  index: number,
) {
  const size = partLength(fileSize, multipart, partNumber);
  if (size === undefined) {
    throw invalid(
      `parts.${index}.partNumber`,
      `is ${partNumber}, but this file has the parts 1 to ${multipart.partCount}.`,
    );
  }
  if (multipart.checksumParts && sha256 === undefined) {
    throw invalid(
      `parts.${index}.sha256`,
      'is missing; this upload was issued with checksumParts, so S3 takes no part without it.',
    );
  }
  // S3 takes such a part, or refuses it, depending on its own version.
  if (!multipart.checksumParts && sha256 !== undefined) {
    throw invalid(
      `parts.${index}.sha256`,
      'is only for an upload that was issued with checksumParts; leave it out, or issue the upload with checksumParts.',
    );
  }
  return {
    partNumber,
    size,
    sha256: sha256 && base64Sha256(sha256, `parts.${index}.sha256`),
  };
}

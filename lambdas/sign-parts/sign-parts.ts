// 2. POST /files/{id}/parts: a window of links, each for exactly one part of the plan.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { invalid } from '../domain/errors.ts';
import { partLength } from '../domain/parts.ts';
import { base64Sha256 } from '../domain/policy.ts';
import type { FindAccess, Now, PresignPart } from '../domain/ports.ts';
import { type FileInParts, requireParts } from '../domain/upload-in-parts.ts';
import type { SignPartsResponse } from '../http/contract.ts';
import type { SignPartsRequest } from '../http/requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly presignPart: PresignPart;
  readonly now: Now;
}

/** Signs parts of the plan for the owner of a pending file. Signing is local: one read, nothing else. */
export const signParts =
  ({ config, findAccess, presignPart, now }: Ports) =>
  async (
    id: string,
    { parts }: SignPartsRequest,
    principal: Principal,
  ): Promise<SignPartsResponse> => {
    const at = now();
    const access = await findAccess(id, principal);
    const file = requireParts(requireAccess(access, 'send', principal, config), at);
    const secondsLeft = Math.ceil((Date.parse(file.expiresAt) - at.getTime()) / 1000);
    const seconds = Math.min(config.expiry.uploadSeconds, secondsLeft);
    const expiresAt = new Date(at.getTime() + seconds * 1000).toISOString();
    return {
      parts: await Promise.all(
        parts.map(async (asked, index) => {
          const part = planned(file, asked, index);
          const link = await presignPart(keyAndUpload(file), part, seconds);
          return { partNumber: part.partNumber, size: part.size, expiresAt, ...link };
        }),
      ),
    };
  };

const keyAndUpload = ({ key, multipart: { uploadId } }: FileInParts) => ({ key, uploadId });

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

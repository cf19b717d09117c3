// The answer to a claim: the file as its owner sees it and, while its upload may begin, where to send the bytes.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import type { VisibleFile } from '../domain/file.ts';
import type { Now, PresignPart, PresignPost } from '../domain/ports.ts';
import { type FileInParts, requireParts } from '../domain/upload-in-parts.ts';
import type { ClaimRequest } from '../http/claim-requests.ts';
import type { IssueResponse, SignedPart, Upload } from '../http/contract.ts';
import type { ViewFile } from '../http/file-view.ts';
import { signLinks } from './sign-links.ts';

/** What an answer is made with. */
export interface IssueResponsePorts {
  readonly config: MediaFunctionConfig;
  readonly presignPost: PresignPost;
  readonly presignPart: PresignPart;
  readonly viewFile: ViewFile;
  readonly now: Now;
}

/** The fields of a request that decide the links in its answer. */
export type WantedLinks = Pick<ClaimRequest, 'firstParts' | 'partSize'>;

/** Signs the form, or the links of the first parts that the request asks for. Signing is local; no request is made. */
export async function issueResponse(
  file: VisibleFile,
  principal: Principal,
  wanted: WantedLinks,
  ports: IssueResponsePorts,
): Promise<IssueResponse> {
  const view = ports.viewFile(file, principal);
  if (file.status !== 'pending') return { file: view };
  const { expiresAt, multipart } = file;
  const at = ports.now();
  const secondsLeft = Math.floor((Date.parse(expiresAt) - at.getTime()) / 1000);
  if (secondsLeft < 1) return { file: view };
  if (!multipart) {
    const form = await ports.presignPost(file, secondsLeft);
    return { file: view, upload: { kind: 'post', ...form, expiresAt } };
  }
  const { partSize, partCount } = multipart;
  const parts = await firstLinks(requireParts(file, at), wanted, at, ports);
  const upload: Upload = {
    kind: 'multipart',
    partSize,
    partCount,
    expiresAt,
    ...(parts.length > 0 && { parts }),
  };
  return { file: view, upload };
}

function firstLinks(
  file: FileInParts,
  { firstParts = [], partSize }: WantedLinks,
  at: Date,
  { presignPart, config }: IssueResponsePorts,
): Promise<SignedPart[]> {
  const { multipart } = file;
  // The SHA-256 of parts that are cut in another way would be refused by S3.
  const isAsPlanned = !multipart.checksumParts || partSize === multipart.partSize;
  const asked = firstParts
    .slice(0, isAsPlanned ? multipart.partCount : 0)
    .map((part, index) => ({ partNumber: index + 1, ...part }));
  return signLinks(file, asked, { presignPart, config, at });
}

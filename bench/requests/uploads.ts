// What the walks upload, and who does it.
import type { Principal } from '../../lambdas/domain/access.ts';
import type { IssueRequest } from '../../lambdas/http/requests.ts';
import type { Reception } from '../../lambdas/receive-upload/receive-upload.ts';
import { postForm } from '../post-form.ts';
import type { UseCases } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';

/** The uploader, whose token names no groups. */
export const alice: Principal = { sub: 'alice', groups: [] };

/** A text of 5 KiB. */
export const note = new TextEncoder().encode('Airlock '.repeat(640));
export const noteClaim: IssueRequest = {
  collection: 'documents',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: note.byteLength,
};

/** Uploads a note; gives the id of the ready file. */
export async function uploadNote(
  { issue, receive }: UseCases,
  bucket: QuietBucket,
  owner: Principal,
): Promise<string> {
  const issued = await issue(noteClaim, owner);
  requireReady(await receive(await bucket.versionOf(await postForm(issued, note))));
  return issued.file.id;
}

/** Throws unless the file was received as ready. */
export function requireReady({ outcome, verdict }: Reception): void {
  if (outcome !== 'ready') throw new Error(`Received as ${outcome}: ${JSON.stringify(verdict)}`);
}

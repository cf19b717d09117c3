// The browser's part: a form that was issued, sent to S3.
import type { IssueResponse } from '../lambdas/http/contract.ts';

/** Posts the bytes by the issued form, every field first; returns the key that the form names. */
export async function postForm(
  { upload }: IssueResponse,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  if (upload?.kind !== 'post') throw new Error('The upload was not issued as a form.');
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([bytes]));
  const response = await fetch(upload.url, { method: 'POST', body: form });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`S3 refused the form: ${answer}`);
  return upload.fields.key ?? '';
}

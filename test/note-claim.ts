// The claim that most tests of uploads begin with.
import type { IssueRequest } from '../lambdas/http/claim-requests.ts';

/** The claim of a text of five bytes for the collection `notes`, with these changes. */
export const noteClaim = (changes: Partial<IssueRequest> = {}): IssueRequest => ({
  collection: 'notes',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: 5,
  ...changes,
});

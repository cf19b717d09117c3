// Deletes everything of one owner, part by part, by the function that the API has for it.
import type { OwnerDeletionResponse } from '../../lambdas/http/service-contract.ts';
import type { CallFunction } from '../call-function.ts';
import { OperateError } from '../operate-error.ts';
import { answerOf } from './owner-files.ts';

/** Milliseconds before the next call where one deleted nothing: lists follow deletions with a delay. */
const PAUSE_MS = 500;
/** Calls in a row that may delete nothing. */
const MAX_IDLE = 60;

/**
 * Deletes until nothing is left, and returns the number of deleted files; `onPart` gets the number so far. Another run continues
 * where one was interrupted.
 * @throws {OperateError} when a call is refused, or files keep changing
 */
export async function deleteOwner(
  call: CallFunction,
  functionName: string,
  owner: string,
  pause: (milliseconds: number) => Promise<unknown>,
  onPart: (deleted: number) => void,
): Promise<number> {
  const request = {
    functionName,
    routeKey: 'POST /owners/{owner}/deletions',
    path: `/owners/${encodeURIComponent(owner)}/deletions`,
    pathParameters: { owner },
  };
  let deleted = 0;
  for (let idle = 0; idle < MAX_IDLE; ) {
    const { deletedFiles, isComplete } = answerOf<OwnerDeletionResponse>(await call(request));
    deleted += deletedFiles;
    if (isComplete) return deleted;
    if (deletedFiles > 0) onPart(deleted);
    idle = deletedFiles > 0 ? 0 : idle + 1;
    if (idle > 0) await pause(PAUSE_MS);
  }
  throw new OperateError(
    `${deleted} files are deleted, and others of ${owner} are still changing. Run the command again.`,
  );
}

// Decides which of two states of a file is newer: answers arrive in any order, and lists are eventually consistent.
import type { File as FileRecord } from '../lambdas/http/contract.ts';

type State = Pick<FileRecord, 'revision' | 'status'>;

/** Whether `other` was read before `state`: each edit raises the revision, and no settled file becomes pending again. */
export const isOutdated = (other: State, state: State): boolean =>
  other.revision < state.revision || (other.status === 'pending' && state.status !== 'pending');

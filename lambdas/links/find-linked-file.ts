// The file that a link leads to.
import type { ReadyFile } from '../domain/file.ts';
import type { FindFile } from '../domain/ports.ts';

/** Finds the ready file of a link; undefined when there is none any more. */
export async function findLinkedFile(
  fileId: string,
  findFile: FindFile,
): Promise<ReadyFile | undefined> {
  let file = await findFile(fileId);
  // The link follows a file that was replaced, also in the seconds before it is moved.
  while (file?.status === 'deleted' && file.replacedBy) file = await findFile(file.replacedBy);
  return file?.status === 'ready' ? file : undefined;
}

// The file that a link leads to.
import type { ReadyFile } from '../domain/file.ts';
import type { FindFile } from '../domain/ports.ts';

/** Finds the ready file of a link; undefined when there is none any more. */
export async function findLinkedFile(
  fileId: string,
  findFile: FindFile,
): Promise<ReadyFile | undefined> {
  const file = await findFile(fileId);
  return file?.status === 'ready' ? file : undefined;
}

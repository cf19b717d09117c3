// After the verdict, and after every change of visibility: the public side is made to agree with the record.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import { downloadHeaders } from '../domain/disposition.ts';
import type { ReadyFile } from '../domain/file.ts';
import type { FindFile, Now } from '../domain/ports.ts';
import { publicationTask, publicKeyOf, type WithToken } from '../domain/publication.ts';
import type {
  CopyToPublic,
  DeletePublicCopy,
  InvalidatePath,
  MarkPublished,
  MarkWithdrawn,
} from '../domain/publication-ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly copyToPublic: CopyToPublic;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly markPublished: MarkPublished;
  readonly markWithdrawn: MarkWithdrawn;
  readonly now: Now;
}

/** The result; `overtaken` when the record changed concurrently, for which the stream emits its own event. */
export type Publication = 'published' | 'withdrawn' | 'source_gone' | 'overtaken' | 'up_to_date';

/**
 * Publishes or withdraws a file's public copy according to its current record, not to the record in the event. Idempotent:
 * the path of a copy is stored in the record before the copy is created, so every copy can be found and deleted.
 */
export const publishFile =
  (ports: Ports) =>
  async (id: string): Promise<Publication> => {
    const todo = publicationTask(await ports.findFile(id));
    if (!todo) return 'up_to_date';
    return todo.task === 'publish' ? publish(todo.file, ports) : withdraw(todo.file, ports);
  };

/** Copies exactly the judged version; its URL is shown only once the copy is complete. */
async function publish(
  file: WithToken<ReadyFile>,
  { config, copyToPublic, markPublished, now }: Ports,
): Promise<Publication> {
  const headers = downloadHeaders(file, collectionOf(config, file.collection));
  const isCopied = await copyToPublic(file, { key: publicKeyOf(file), ...headers });
  if (!isCopied) return 'source_gone';
  const isMarked = await markPublished(file.id, file.publicToken, now().toISOString());
  return isMarked ? 'published' : 'overtaken';
}

/** First the object, so that no edge can fetch it again; then the edges; the record last, so that a retry repairs a crash. */
async function withdraw(
  file: WithToken,
  { deletePublicCopy, invalidatePath, markWithdrawn }: Ports,
): Promise<Publication> {
  const key = publicKeyOf(file);
  await deletePublicCopy(key);
  await invalidatePath(`/${key}`, `${file.publicToken}-${file.revision}-${file.status}`);
  return (await markWithdrawn(file.id, file.publicToken)) ? 'withdrawn' : 'overtaken';
}

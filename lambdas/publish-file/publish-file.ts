// After the verdict, and after every change of visibility: the public side is made to agree with the record.
import type { Config } from '../config/config.ts';
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
  readonly config: Config;
  readonly findFile: FindFile;
  readonly copyToPublic: CopyToPublic;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly markPublished: MarkPublished;
  readonly markWithdrawn: MarkWithdrawn;
  readonly now: Now;
}

/** What came of it; `overtaken` when the record changed meanwhile, which the stream tells in an event of its own. */
export type Publication = 'published' | 'withdrawn' | 'source_gone' | 'overtaken' | 'up_to_date';

/**
 * Publishes or withdraws a file's public copy, as its record says now and not as it said when the event was made. Safe to
 * repeat: a copy is made under the path that the record already names, so none is ever where nobody would look for it.
 */
export const publishFile =
  (ports: Ports) =>
  async (id: string): Promise<Publication> => {
    const todo = publicationTask(await ports.findFile(id));
    if (!todo) return 'up_to_date';
    return todo.task === 'publish' ? publish(todo.file, ports) : withdraw(todo.file, ports);
  };

/** Copies exactly the judged version; the address is told only once the copy is complete. */
async function publish(
  file: WithToken<ReadyFile>,
  { config, copyToPublic, markPublished, now }: Ports,
): Promise<Publication> {
  const headers = downloadHeaders(file, config.collections[file.collection]);
  const isCopied = await copyToPublic(file, { key: publicKeyOf(file), ...headers });
  if (!isCopied) return 'source_gone';
  const isMarked = await markPublished(file.id, file.publicToken, now().toISOString());
  return isMarked ? 'published' : 'overtaken';
}

/** First the object, so that no edge can fetch it again; then the edges; the record last, so that a crash is made up for. */
async function withdraw(
  file: WithToken,
  { deletePublicCopy, invalidatePath, markWithdrawn }: Ports,
): Promise<Publication> {
  const key = publicKeyOf(file);
  await deletePublicCopy(key);
  await invalidatePath(`/${key}`, `${file.publicToken}-${file.revision}-${file.status}`);
  return (await markWithdrawn(file.id, file.publicToken)) ? 'withdrawn' : 'overtaken';
}

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
  ReadCopyTag,
} from '../domain/publication-ports.ts';
import { versionOf } from '../domain/versions.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly copyToPublic: CopyToPublic;
  readonly readCopyTag: ReadCopyTag;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly markPublished: MarkPublished;
  readonly markWithdrawn: MarkWithdrawn;
  readonly now: Now;
}

/** The result; `overtaken` when the record changed concurrently, for which the stream emits its own event. */
export type Publication = 'published' | 'withdrawn' | 'source_gone' | 'overtaken' | 'up_to_date';

/**
 * Publishes or withdraws a file's public copy according to its current record, not to the record in the event. Copies exactly
 * the judged version. Idempotent: the path of a copy is stored in the record before the copy is created, so every copy can be found and deleted.
 */
export const publishFile =
  (ports: Ports) =>
  async (id: string): Promise<Publication> => {
    let over: string | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const todo = publicationTask(await ports.findFile(id));
      if (!todo) return 'up_to_date';
      if (todo.task === 'withdraw') return withdraw(todo.file, ports);
      const { file } = todo;
      const key = publicKeyOf(file);
      const headers = downloadHeaders(file, collectionOf(ports.config, file.collection));
      const outcome = await ports.copyToPublic(file, { key, ...headers }, over);
      if (outcome === 'source_gone') return outcome;
      if (outcome === 'copied') return finish(file, over !== undefined, ports);
      // Read before the record is read again: what is overwritten then is never a copy of a later version.
      over = await ports.readCopyTag(key);
    }
    throw new Error(`The public copy of ${id} changes faster than it is overwritten.`);
  };

// The first attempt assumes that there is no copy; two copies of one file at the same time are rare, more are retried later.
const ATTEMPTS = 4;

/** Its URL is shown only once the copy is complete, and, where it replaced an earlier version, the edges have forgotten that. */
async function finish(
  file: WithToken<ReadyFile>,
  isOverwritten: boolean,
  { invalidatePath, markPublished, now }: Ports,
): Promise<Publication> {
  if (isOverwritten && versionOf(file) > 1) {
    await invalidatePath(`/${publicKeyOf(file)}`, `${file.publicToken}-${file.versionId}`);
  }
  return (await markPublished(file, now().toISOString())) ? 'published' : 'overtaken';
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

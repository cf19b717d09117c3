// Compares a record with its object and its public copy: finds lost objects, lost copies and publications that did not happen.
import { collectionOf } from '../domain/collection.ts';
import type { FileRecord } from '../domain/file.ts';
import type { ObjectExists, RemoveFile } from '../domain/ports.ts';
import { hasToken, publicationTask, publicKeysOf, shouldBePublic } from '../domain/publication.ts';
import type { AskToPublish } from '../domain/publication-ports.ts';
import type { SeenVersions } from '../domain/seen-versions.ts';
import { daysAfter } from '../domain/time.ts';
import { remove } from '../domain/transitions.ts';
import { checkRecipes, type RecipePorts } from './check-recipes.ts';
import { settledBefore } from './findings.ts';

export interface FilePorts extends RecipePorts {
  readonly removeFile: RemoveFile;
  readonly publicCopyExists: ObjectExists;
  readonly askToPublish: AskToPublish;
}

/**
 * Checks one record; a repair deletes a file whose object is lost, and requests its publication, its withdrawal or its variants
 * again.
 */
export async function checkFile(
  file: FileRecord,
  ports: FilePorts,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  await checkObject(file, ports, repair, seen);
  await checkPublication(file, ports, repair);
  await checkRecipes(file, ports, repair, seen);
}

async function checkObject(
  file: FileRecord,
  { config, versionExists, removeFile, now, report }: FilePorts,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  if (file.status !== 'ready') return;
  const { key, versionId } = file;
  if (seen.has({ key, versionId }) || (await versionExists({ key, versionId }))) return;
  report({ kind: 'lost_object', fileId: file.id });
  if (!repair) return;
  const at = now();
  const keptUntil = daysAfter(at, config.retention.deletedDays);
  await removeFile(file, remove(file, { at: at.toISOString(), keptUntil }));
}

async function checkPublication(
  file: FileRecord,
  { config, publicCopyExists, askToPublish, now, report }: FilePorts,
  repair: boolean,
): Promise<void> {
  const before = settledBefore(now);
  const kind = await findDifference();
  if (!kind) return;
  report({ kind, fileId: file.id });
  if (repair && hasToken(file)) {
    await askToPublish(file.id, file.publicToken, now().toISOString());
  }

  // A change of visibility has no timestamp: a recent one may be reported, and is repaired by its own event.
  async function findDifference() {
    const collection = collectionOf(config, file.collection);
    const todo = publicationTask(file, collection);
    const since = file.status === 'deleted' ? file.deletedAt : undefined;
    if (todo?.task === 'withdraw') return isOld(since) ? 'unwithdrawn_copy' : undefined;
    if (todo?.task === 'publish') return isOld(todo.file.readyAt) ? 'unpublished_file' : undefined;
    if (!shouldBePublic(file) || !file.publishedAt) return undefined;
    for (const key of publicKeysOf(file, collection)) {
      if (!(await publicCopyExists(key))) return 'lost_copy';
    }
    return undefined;
  }

  function isOld(since: string | undefined): boolean {
    return since === undefined || since < before;
  }
}

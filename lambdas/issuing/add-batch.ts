// Stores the files of a batch: all that fit and may replace what they name, in one write.
import type { AddFiles, BatchAddition, IdempotentBatch } from '../domain/batch-ports.ts';
import { Refusal } from '../domain/errors.ts';
import type { PendingFile } from '../domain/file.ts';
import { isFileId } from '../domain/key.ts';
import type { FindFile } from '../domain/ports.ts';
import { exceedingSizes, limitsOf } from '../domain/quota.ts';
import { replacementRefusal } from '../domain/replacement.ts';
import { permissionUsedUp, type Uploader } from '../domain/upload-permission.ts';
import type { AdmittedBatch } from './admit-batch.ts';
import { createPendingFile, dropPendingFile, type PendingFilePorts } from './pending-file.ts';

/** What storing a batch takes from outside. */
export interface AddBatchPorts extends PendingFilePorts {
  readonly addFiles: AddFiles;
  readonly findFile: FindFile;
}

/** A batch whose files the table does not hold yet. */
export interface BatchToAdd extends AdmittedBatch {
  readonly isAll: boolean;
  readonly uploader: Uploader;
  /** Returns what the Idempotency-Key remembers, given the files that are added. */
  remember(files: ReadonlyMap<number, PendingFile>): IdempotentBatch | undefined;
}

type Replay = Extract<BatchAddition, { outcome: 'replayed' }>;

/**
 * Adds the admitted claims, or returns what the key already remembers. A claim that the store refuses moves to the refusals, and
 * the others are tried again without it; with `isAll` nothing is then added.
 */
export async function addBatch(
  batch: BatchToAdd,
  ports: AddBatchPorts,
): Promise<ReadonlyMap<number, PendingFile> | Replay> {
  const { refusals, uploader, isAll } = batch;
  const none: ReadonlyMap<number, PendingFile> = new Map();
  if (isAll && refusals.size > 0) return none;
  const limits = limitsOf(uploader.owner, ports.config);
  const files = await createAll(batch, ports);
  const dropped: PendingFile[] = [];
  const drop = (index: number, refusal?: Refusal): void => {
    const file = files.get(index);
    if (file) dropped.push(file);
    files.delete(index);
    if (refusal) refusals.set(index, refusal);
  };
  const dropAll = (): void => {
    for (const index of [...files.keys()]) drop(index);
  };
  try {
    while (files.size > 0) {
      const added = await ports.addFiles(
        [...files.values()],
        limits,
        batch.remember(files),
        uploader.permission,
      );
      if (added.outcome === 'added') return files;
      if (added.outcome === 'replayed') {
        dropAll();
        return added;
      }
      const refused = await refusalsOf(added, batch, files, ports);
      for (const [index, refusal] of refused) drop(index, refusal);
      if (isAll) dropAll();
    }
    return none;
  } finally {
    await Promise.all(dropped.map((file) => dropPendingFile(file, ports)));
  }
}

/** Creates every file at once; when one cannot be created, the uploads of the others are aborted. */
async function createAll({ admitted, uploader }: BatchToAdd, ports: AddBatchPorts) {
  const files = new Map<number, PendingFile>();
  const created = await Promise.allSettled(
    [...admitted].map(async ([index, claim]) => {
      files.set(index, await createPendingFile(claim, uploader, ports));
    }),
  );
  const failure = created.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') {
    await Promise.all([...files.values()].map((file) => dropPendingFile(file, ports)));
    throw failure.reason;
  }
  return new Map([...files].sort(([a], [b]) => a - b));
}

const sizesOf = (files: ReadonlyMap<number, PendingFile>): ReadonlyMap<number, number> =>
  new Map([...files].map(([index, { size }]) => [index, size]));

type NotAdded = Exclude<BatchAddition, Replay | { outcome: 'added' }>;

/** Which files the store refused, and why. */
async function refusalsOf(
  refused: NotAdded,
  { uploader: { admittedAs, owner } }: BatchToAdd,
  files: ReadonlyMap<number, PendingFile>,
  { findFile, config }: AddBatchPorts,
): Promise<ReadonlyMap<number, Refusal>> {
  if (refused.outcome === 'no_room') {
    return exceedingSizes(refused.used, limitsOf(owner, config), sizesOf(files));
  }
  if (refused.outcome === 'not_permitted') {
    const beyond = [...files.keys()].slice(refused.left);
    return new Map(beyond.map((index) => [index, permissionUsedUp()]));
  }
  const refusals = new Map<number, Refusal>();
  for (const [index, { replaces = '', collection }] of files) {
    if (!refused.ids.includes(replaces)) continue;
    const replaced = isFileId(replaces) ? await findFile(replaces) : undefined;
    refusals.set(
      index,
      refusalFor(() =>
        replacementRefusal(replaced, { collection, owner: owner.sub }, admittedAs, config),
      ),
    );
  }
  return refusals;
}

/** The refusal that `find` returns or throws. */
function refusalFor(find: () => Refusal): Refusal {
  try {
    return find();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

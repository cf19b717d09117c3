// Compares the bucket, the table and the usage counters: finds objects without a record, records without an object, wrong sums.
import type { Config } from '../config/config.ts';
import { type FileRecord, isPinned, isTerminal, type TerminalFile } from '../domain/file.ts';
import { parseKey } from '../domain/key.ts';
import type {
  CorrectUsage,
  DeleteVersion,
  FindFiles,
  ListedVersion,
  Now,
  ObjectExists,
  ObjectVersion,
  RemoveFile,
  SumUsage,
  TransferSharing,
  VersionExists,
  Walk,
  WalkFiles,
  WalkUsages,
  WalkVersions,
} from '../domain/ports.ts';
import {
  hasToken,
  parsePublicKey,
  publicationTask,
  publicKeyOf,
  shouldBePublic,
} from '../domain/publication.ts';
import type {
  AskToPublish,
  DeletePublicCopy,
  InvalidatePath,
  WalkPublicCopies,
} from '../domain/publication-ports.ts';
import type { Usage } from '../domain/quota.ts';
import { SeenVersions } from '../domain/seen-versions.ts';
import { daysAfter, secondsAfter } from '../domain/time.ts';
import { remove } from '../domain/transitions.ts';

interface Ports {
  readonly config: Config;
  readonly walkVersions: WalkVersions;
  readonly walkFiles: WalkFiles;
  readonly walkUsages: WalkUsages;
  readonly findFiles: FindFiles;
  readonly versionExists: VersionExists;
  readonly sumUsage: SumUsage;
  readonly correctUsage: CorrectUsage;
  readonly receive: (version: ObjectVersion) => Promise<unknown>;
  readonly deleteVersion: DeleteVersion;
  readonly walkPublicCopies: WalkPublicCopies;
  readonly publicCopyExists: ObjectExists;
  readonly askToPublish: AskToPublish;
  readonly deletePublicCopy: DeletePublicCopy;
  readonly invalidatePath: InvalidatePath;
  readonly removeFile: RemoveFile;
  readonly transferSharing: TransferSharing;
  readonly now: Now;
  /** Waits until the indexes of the table include every earlier write. */
  readonly catchUp: () => Promise<void>;
  /** Receives each finding as soon as it is found, so that memory stays constant. */
  readonly report: (finding: Finding) => void;
}

/** One difference between bucket, table and counters. */
export type Finding =
  | { readonly kind: 'unknown_key'; readonly key: string }
  | {
      readonly kind: 'stray_version' | 'unjudged_version';
      readonly fileId: string;
      readonly version: ObjectVersion;
    }
  | { readonly kind: 'lost_object' | 'stray_sharing'; readonly fileId: string }
  | { readonly kind: 'stray_copy'; readonly key: string }
  | {
      readonly kind: 'lost_copy' | 'unpublished_file' | 'unwithdrawn_copy';
      readonly fileId: string;
    }
  | {
      readonly kind: 'wrong_usage';
      readonly owner: string;
      readonly counted: Usage;
      readonly right: Usage;
    };

/** The position of a walk, from which the next run continues. */
export interface Position {
  readonly stage: 'versions' | 'copies' | 'files' | 'usages';
  readonly from?: string | undefined;
}

// The events of younger objects may still be in the queue.
const SETTLED_AFTER_SECONDS = 3600;
const LOOKUPS_AT_ONCE = 16;

/** Walks from a position while `hasTime` returns true; returns the position where it stopped, undefined at the end. */
export const reconcile =
  (ports: Ports) =>
  async (
    start: Position,
    options: { readonly repair: boolean; readonly hasTime: () => boolean },
  ): Promise<Position | undefined> => {
    // A pinned version that the listing of the bucket showed needs no request of its own.
    const seen = new SeenVersions();
    let position: Position | undefined = start;
    while (position && options.hasTime()) {
      position = await takePage(position, ports, options.repair, seen);
    }
    return position;
  };

async function takePage(
  { stage, from }: Position,
  ports: Ports,
  repair: boolean,
  seen: SeenVersions,
): Promise<Position | undefined> {
  if (stage === 'versions') {
    const page = await ports.walkVersions(from);
    await checkVersions(page.items, ports, repair, seen);
    return after(page, stage) ?? { stage: 'copies' };
  }
  if (stage === 'copies') {
    const page = await ports.walkPublicCopies(from);
    await checkCopies(page.items, ports, repair);
    return after(page, stage) ?? { stage: 'files' };
  }
  if (stage === 'files') {
    const page = await ports.walkFiles(from);
    await inTurns(page.items, (file) => checkFile(file, ports, repair, seen));
    await checkSharing(page.sharedIds, successorsOf(page.items), ports, repair);
    return after(page, stage) ?? { stage: 'usages' };
  }
  const page = await ports.walkUsages(from);
  for (const usage of page.items) await checkUsage(usage, ports, repair);
  return after(page, stage);
}

const after = ({ next }: Walk<unknown>, stage: Position['stage']): Position | undefined =>
  next === undefined ? undefined : { stage, from: next };

async function checkVersions(
  versions: readonly ListedVersion[],
  { findFiles, receive, deleteVersion, now, report }: Ports,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  const settledBefore = secondsAfter(now(), -SETTLED_AFTER_SECONDS);
  const old = versions.filter(({ lastModified }) => lastModified < settledBefore);
  const ids = old.flatMap(({ key }) => parseKey(key)?.id ?? []);
  const files = await findFiles([...new Set(ids)]);
  await inTurns(old, async ({ key, versionId }) => {
    const fileId = parseKey(key)?.id;
    if (!fileId) return report({ kind: 'unknown_key', key });
    const file = files.get(fileId);
    const version = { key, versionId };
    if (isPinned(file, versionId)) return seen.add(version);
    const isUnjudged = file?.status === 'pending';
    report({ kind: isUnjudged ? 'unjudged_version' : 'stray_version', fileId, version });
    if (repair) await (isUnjudged ? receive(version) : deleteVersion(version));
  });
}

/** Checks each copy against its file's record; a copy that no record names is stray. */
async function checkCopies(
  copies: readonly { readonly key: string; readonly lastModified: string }[],
  { findFiles, deletePublicCopy, invalidatePath, now, report }: Ports,
  repair: boolean,
): Promise<void> {
  const settledBefore = secondsAfter(now(), -SETTLED_AFTER_SECONDS);
  const old = copies.filter(({ lastModified }) => lastModified < settledBefore);
  const ids = old.flatMap(({ key }) => parsePublicKey(key)?.id ?? []);
  const files = await findFiles([...new Set(ids)]);
  await inTurns(old, async ({ key, lastModified }) => {
    const file = files.get(parsePublicKey(key)?.id ?? '');
    if (file && hasToken(file) && publicKeyOf(file) === key) return;
    report({ kind: 'stray_copy', key });
    if (!repair) return;
    await deletePublicCopy(key);
    // It may have come after the path was forgotten, and been fetched since.
    await invalidatePath(`/${key}`, `stray-${key}-${lastModified}`);
  });
}

async function checkFile(
  file: FileRecord,
  ports: Ports,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  await checkObject(file, ports, repair, seen);
  await checkPublication(file, ports, repair);
}

async function checkPublication(
  file: FileRecord,
  { publicCopyExists, askToPublish, now, report }: Ports,
  repair: boolean,
): Promise<void> {
  const settledBefore = secondsAfter(now(), -SETTLED_AFTER_SECONDS);
  const kind = await findDifference();
  if (!kind) return;
  report({ kind, fileId: file.id });
  if (repair && hasToken(file)) {
    await askToPublish(file.id, file.publicToken, now().toISOString());
  }

  // A change of visibility has no timestamp: a recent one may be reported, and is repaired by its own event.
  async function findDifference() {
    const todo = publicationTask(file);
    const since = file.status === 'deleted' ? file.deletedAt : undefined;
    if (todo?.task === 'withdraw') return isOld(since) ? 'unwithdrawn_copy' : undefined;
    if (todo?.task === 'publish') return isOld(todo.file.readyAt) ? 'unpublished_file' : undefined;
    if (!shouldBePublic(file) || (await publicCopyExists(publicKeyOf(file)))) return undefined;
    return 'lost_copy';
  }

  function isOld(since: string | undefined): boolean {
    return since === undefined || since < settledBefore;
  }
}

async function checkObject(
  file: FileRecord,
  { config, versionExists, removeFile, now, report }: Ports,
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

/** Maps each predecessor, by id, to the file that receives its grants and links. */
const successorsOf = (files: readonly FileRecord[]): ReadonlyMap<string, string> =>
  new Map(
    files.flatMap(({ id, ...file }) =>
      'predecessors' in file ? [...(file.predecessors ?? [])].map((old) => [old, id] as const) : [],
    ),
  );

/** Finds grants and links of files that were rejected, deleted or purged an hour ago or more: their purge event was lost. */
async function checkSharing(
  sharedIds: readonly string[],
  arrivals: ReadonlyMap<string, string>,
  { findFiles, transferSharing, now, report }: Ports,
  repair: boolean,
): Promise<void> {
  const purgedBefore = secondsAfter(now(), -SETTLED_AFTER_SECONDS);
  const ids = [...new Set([...sharedIds, ...arrivals.keys()])];
  const files = await findFiles(ids);
  for (const fileId of ids) {
    const file = files.get(fileId);
    if (file && !(isTerminal(file) && endedAt(file) < purgedBefore)) continue;
    report({ kind: 'stray_sharing', fileId });
    const successor = file && 'replacedBy' in file ? file.replacedBy : arrivals.get(fileId);
    if (repair) await transferSharing(fileId, successor);
  }
}

const endedAt = (file: TerminalFile): string =>
  file.status === 'deleted' ? file.deletedAt : file.rejectedAt;

async function checkUsage(
  { owner, bytes, files }: Usage & { readonly owner: string },
  { sumUsage, correctUsage, catchUp, report }: Ports,
  repair: boolean,
): Promise<void> {
  const counted = { bytes, files };
  if (isSame(await sumUsage(owner), counted)) return;
  // The list may have been a moment behind the counters: only what is wrong for longer is wrong.
  await catchUp();
  const right = await sumUsage(owner);
  if (isSame(right, counted)) return;
  report({ kind: 'wrong_usage', owner, counted, right });
  // When the owner is busy just now the counters have moved on, and the next run looks again.
  if (repair) await correctUsage(owner, counted, right);
}

const isSame = (one: Usage, other: Usage): boolean =>
  one.bytes === other.bytes && one.files === other.files;

async function inTurns<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void> | void,
): Promise<void> {
  for (let start = 0; start < items.length; start += LOOKUPS_AT_ONCE) {
    await Promise.all(items.slice(start, start + LOOKUPS_AT_ONCE).map(act));
  }
}

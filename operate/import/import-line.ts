// Imports one line of a manifest: finds the object, has its claim admitted, has S3 copy it, and waits for the verdict.
import type { ImportedFile } from '../../lambdas/http/import-contract.ts';
import type { AwaitedVerdicts } from './await-verdicts.ts';
import type { Copying, Place } from './copy-object.ts';
import type { Source, SourceFinding, SourceName } from './find-source.ts';
import type { Imports } from './imports.ts';
import type { ImportLine, ManifestEntry } from './manifest.ts';
import type { Status } from './results.ts';

/** The ports of importing a line. */
export interface LinePorts {
  readonly findSource: (name: SourceName) => Promise<SourceFinding>;
  readonly copyObject: (source: Source, place: Place) => Promise<Copying>;
  readonly imports: Imports;
  readonly verdicts: AwaitedVerdicts;
  readonly ignoresQuota: boolean;
  readonly isTrial: boolean;
}

/** The outcome of a line; `admissible` in a dry run. */
export interface LineEnd {
  readonly status: Status | 'admissible';
  readonly id?: string;
  readonly reason?: string | undefined;
}

/** An upload without bytes is removed an hour after its time, at the next run of reap-uploads. */
const REMOVED_AFTER_MS = 75 * 60_000;

/** Imports a line; `end` is called once, and may be called after this resolves: then the verdict is waited for. */
export async function importLine(
  { entry }: ImportLine,
  ports: LinePorts,
  end: (result: LineEnd) => Promise<void>,
): Promise<void> {
  const found = await ports.findSource(entry);
  if (found.status !== 'found') return end(found);
  const { source } = found;
  if (source.size === 0) return end({ status: 'refused', reason: 'The object is empty.' });

  const admission = await ports.imports.begin(requestOf(entry, source, ports));
  if (admission.outcome === 'admissible') return end({ status: 'admissible' });
  if (admission.outcome === 'refused' || admission.outcome === 'failed') {
    return end({ status: admission.outcome, reason: admission.reason });
  }
  const { file } = admission;
  const { id, status } = file;
  if (status !== 'pending') return end(endOf(file));
  if (ports.isTrial) return end({ status: 'pending', id, reason: 'Its import has begun.' });
  if (!file.hasArrived) {
    if (file.etag !== source.etag)
      return end({ status: 'changed', id, reason: changedBefore(file) });
    const copying = await ports.copyObject(source, file);
    if (copying !== 'copied') return end({ id, ...endOfCopy(copying, file) });
  }
  await ports.verdicts.add(id, async (verdict) => {
    if (verdict === 'gone') return end({ status: 'deleted', id });
    if (verdict !== 'late') return end(endOf(verdict));
    const reason = 'No verdict yet; run the command again to learn it.';
    return end({ status: 'pending', id, reason });
  });
}

function requestOf(
  entry: ManifestEntry,
  source: Source,
  { ignoresQuota, isTrial }: Pick<LinePorts, 'ignoresQuota' | 'isTrial'>,
) {
  const { bucket, key, versionId, name, contentType = source.contentType, ...claim } = entry;
  return {
    ...claim,
    filename: name,
    contentType,
    size: source.size,
    // The version that the manifest names, and not the one that is current now: it is part of the file's identity.
    source: { bucket, key, versionId, etag: source.etag },
    ignoresQuota,
    isTrial,
  };
}

function endOf({ id, status, reason, hasExpired }: ImportedFile): LineEnd {
  if (hasExpired) return { status: 'failed', id, reason: 'The copy came too late; it is deleted.' };
  // An import replaces no file, so none becomes a version of another.
  return { status: status === 'merged' ? 'ready' : status, id, reason };
}

const endOfCopy = (copying: Exclude<Copying, 'copied'>, file: ImportedFile): LineEnd => {
  const again = `Run the command again after ${whenRemoved(file)}.`;
  switch (copying) {
    case 'changed':
      return { status: 'changed', reason: `The object changed while it was imported. ${again}` };
    case 'missing':
      return { status: 'missing', reason: 'The object was deleted while it was imported.' };
    case 'forbidden':
      return {
        status: 'forbidden',
        reason:
          'S3 denies the copy: it takes the rights to read the object and to write media/* of the media bucket.',
      };
  }
};

const changedBefore = (file: ImportedFile): string =>
  `The object has changed since its import began. Run the command again after ${whenRemoved(file)}.`;

const whenRemoved = ({ expiresAt = '' }: ImportedFile): string =>
  new Date(Date.parse(expiresAt) + REMOVED_AFTER_MS).toISOString();

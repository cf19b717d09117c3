// Records for the tests of the adapters: a file that was just issued, and verdicts about it.
import { randomUUID } from 'node:crypto';
import type { PendingFile, Settlement } from '../../lambdas/domain/file.ts';

/** A pending picture of five bytes, of a new owner. */
export function pendingFile(changes: Partial<PendingFile> = {}): PendingFile {
  const { id = randomUUID() } = changes;
  return {
    id,
    status: 'pending',
    collection: 'images',
    owner: randomUUID(),
    key: `media/images/2026/11/${id}.png`,
    filename: 'photo.png',
    contentType: 'image/png',
    size: 5,
    revision: 1,
    createdAt: '2026-11-22T09:00:00.000Z',
    expiresAt: '2026-11-22T09:15:00.000Z',
    ...changes,
  };
}

/** A verdict about one version. */
export const settlement = (
  versionId: string,
  outcome: 'accepted' | 'rejected',
  size = 5,
): Settlement => ({
  versionId,
  at: '2026-11-22T10:00:00.000Z',
  keptUntil: '2026-12-22T10:00:00.000Z',
  verdict: { outcome, declaredType: 'image/png', detectedType: 'image/png', size },
});

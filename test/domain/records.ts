// Records of one file in each status, for tests of the rules.
import type {
  DeletedFile,
  PendingFile,
  ReadyFile,
  RejectedFile,
} from '../../lambdas/domain/file.ts';

/** What every status has. */
export const base = {
  id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  collection: 'images',
  owner: 'olivia',
  key: 'media/images/2026/11/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d.png',
  filename: 'photo.png',
  size: 5,
  createdAt: '2026-11-22T10:00:00.000Z',
  revision: 1,
} as const;

/** When the file was validated. */
export const at = '2026-11-22T10:01:00.000Z';
/** How long a record without an object is kept. */
export const keptUntil = '2026-12-22T10:01:00.000Z';
/** What was claimed and observed. */
export const facts = { declaredType: 'image/png', detectedType: 'image/png', size: 5 } as const;

export const pending: PendingFile = {
  ...base,
  contentType: 'image/png',
  status: 'pending',
  expiresAt: '2026-11-22T10:15:00.000Z',
};
export const ready: ReadyFile = {
  ...base,
  contentType: 'image/png',
  status: 'ready',
  versionId: 'v1',
  readyAt: at,
  verdict: { ...facts, outcome: 'accepted' },
};
export const rejected: RejectedFile = {
  ...base,
  contentType: 'image/png',
  status: 'rejected',
  rejectedAt: at,
  keptUntil,
  verdict: { ...facts, outcome: 'rejected', reason: 'malformed', detail: 'It is malformed.' },
};
export const deleted: DeletedFile = {
  ...base,
  contentType: 'image/png',
  status: 'deleted',
  deletedAt: at,
  keptUntil,
};

// A file as the API describes it to the page.
import type { File } from '../../lambdas/http/contract.ts';
import { noPermissions } from '../file-permissions.ts';

/** A ready picture of alice's, with other fields where a test needs them. */
export const fileRecord = (change: Partial<File> = {}): File => ({
  id: 'f1',
  collection: 'images',
  owner: 'alice',
  status: 'ready',
  filename: 'harbour.png',
  size: 2_400_000,
  contentType: 'image/png',
  visibility: 'private',
  revision: 1,
  version: 1,
  createdAt: '2026-11-22T11:00:00Z',
  permissions: noPermissions,
  ...change,
});

// The ports of upload permissions; all others are in ports.ts.
import type { UploadPermission } from './upload-permission.ts';

/** Stores a permission, of which nothing is used yet. */
export type AddUploadPermission = (permission: UploadPermission) => Promise<void>;

/** Finds a permission that is not over at this time. */
export type FindUploadPermission = (
  id: string,
  at: string,
) => Promise<UploadPermission | undefined>;

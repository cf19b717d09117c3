// The HTTP contract, requests: deletions of several files.
import * as z from 'zod/mini';
import { fileIds } from './id-fields.ts';

/** Body of `POST /deletions`. */
export const deletionsRequestSchema = z.strictObject({
  /** The files to delete, 1 to 50. */
  ids: fileIds,
});

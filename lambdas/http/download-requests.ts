// The HTTP contract, requests: downloads of one file and of several.
import * as z from 'zod/mini';
import { fileIds } from './id-fields.ts';
import { variantName } from './variant-contract.ts';

const versionNumber = 'has to be a whole number from 1';

/** Query of `GET /files/{id}/download`. */
export const downloadRequestSchema = z.strictObject({
  disposition: z.optional(z.enum(['inline', 'attachment'])),
  /** An earlier version, by its number; for those who may edit the file. Default: the present one. */
  version: z.optional(
    z.coerce.number(versionNumber).check(z.int(versionNumber), z.minimum(1, versionNumber)),
  ),
  /** Serves this re-encoded copy of the image instead. */
  variant: z.optional(variantName),
});
export type DownloadRequest = z.infer<typeof downloadRequestSchema>;

/** Body of `POST /downloads`. */
export const downloadsRequestSchema = z.strictObject({
  /** The files to download, 1 to 50. */
  ids: fileIds,
  disposition: z.optional(z.enum(['inline', 'attachment'])),
  /** Serves this re-encoded copy of each image instead. */
  variant: z.optional(variantName),
});

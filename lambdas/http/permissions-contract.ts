// The part of the contract for what a caller may do with a file.
import * as z from 'zod/mini';

/** For each request about a file, whether the API accepts it from this caller while the file stays as it is. */
export const permissionsSchema = z.object({
  /** `GET /files/{id}/download`. */
  download: z.boolean(),
  /** `PATCH /files/{id}` with a title or a caption. */
  edit: z.boolean(),
  /** `PATCH /files/{id}` with another visibility. */
  publish: z.boolean(),
  /** Grants and, once the file is ready, links. */
  share: z.boolean(),
  /** `DELETE /files/{id}`. */
  delete: z.boolean(),
  /** `POST /files` with `replaces`. */
  replace: z.boolean(),
});

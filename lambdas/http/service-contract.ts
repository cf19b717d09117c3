// The HTTP contract of requests by services, answers: upload permissions, and deletions of everything of an owner.
import * as z from 'zod/mini';

/** Answer of `POST /upload-permissions`: the only response that contains the token. */
export const uploadPermissionResponseSchema = z.object({
  id: z.string(),
  token: z.string(),
  expiresAt: z.string(),
  maxUploads: z.int(),
});
export type UploadPermissionResponse = z.infer<typeof uploadPermissionResponseSchema>;

/** Answer of `POST /owners/{owner}/deletions`: repeat the request until it is complete. */
export const ownerDeletionResponseSchema = z.object({
  deletedFiles: z.int(),
  isComplete: z.boolean(),
});
export type OwnerDeletionResponse = z.infer<typeof ownerDeletionResponseSchema>;

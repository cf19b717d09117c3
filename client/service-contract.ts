// The HTTP contract of requests by services, as plain types.

/** Body of `POST /upload-permissions`, for services. */
export interface UploadPermissionRequest {
  /** `sub` of the principal whose files the uploads become. */
  owner: string;
  collection: string;
  /** Largest file in bytes. Default: what the collection takes. */
  maxBytes?: number;
  /** Content types or families such as `image/*`, of those that the collection takes. Default: all of them. */
  types?: string[];
  /** Default: 1. */
  maxUploads?: number;
  /** Seconds within which uploads may begin, one minute to seven days. Default: 3600. */
  expiresInSeconds?: number;
  /** Metadata of every file that is uploaded. */
  metadata?: Record<string, string>;
}

/** Answer of `POST /upload-permissions`, the only one that holds the token. */
export interface UploadPermissionResponse {
  id: string;
  /** What `createPermittedUploader` takes. */
  token: string;
  expiresAt: string;
  maxUploads: number;
}

/** Answer of `POST /owners/{owner}/deletions`. */
export interface OwnerDeletionResponse {
  deletedFiles: number;
  /** Whether nothing of the owner is left. */
  isComplete: boolean;
}

// The ports of publishing; all others are in ports.ts.
import type { ObjectVersion, Walk } from './ports.ts';

/**
 * Copies one version to the public side, to be served there with these headers; what is copied already stays. False when
 * that version no longer exists.
 */
export type CopyToPublic = (
  version: ObjectVersion & { readonly size: number },
  to: {
    readonly key: string;
    readonly contentType: string;
    readonly contentDisposition: string;
  },
) => Promise<boolean>;

/** Deletes a public copy. Idempotent: a missing copy is ignored. */
export type DeletePublicCopy = (key: string) => Promise<void>;

/** Invalidates a path of the CDN. Idempotent for the same reference. */
export type InvalidatePath = (path: string, reference: string) => Promise<void>;

/** Records that the copy under this token is complete; false when the file is no longer public under this token. */
export type MarkPublished = (fileId: string, publicToken: string, at: string) => Promise<boolean>;

/** Removes the token of a deleted copy; false when the file was made public again. */
export type MarkWithdrawn = (fileId: string, publicToken: string) => Promise<boolean>;

/** Makes the stream emit a file to publish-file again; does nothing when its token has changed. */
export type AskToPublish = (fileId: string, publicToken: string, at: string) => Promise<void>;

/** Walks every public copy, a page at a time. */
export type WalkPublicCopies = (
  from?: string,
) => Promise<Walk<{ readonly key: string; readonly lastModified: string }>>;

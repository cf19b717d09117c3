// What publishing needs from the world, as ports.ts says it for everything else.
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

/** Deletes a public copy; a copy that is not there is as good. */
export type DeletePublicCopy = (key: string) => Promise<void>;

/** Has the CDN forget a path; asking again with the same reference changes nothing. */
export type InvalidatePath = (path: string, reference: string) => Promise<void>;

/** Notes that the copy under this token is complete; false when the file is no longer to be public under it. */
export type MarkPublished = (fileId: string, publicToken: string, at: string) => Promise<boolean>;

/** Forgets the token of a copy that is gone; false when the file is to be public again. */
export type MarkWithdrawn = (fileId: string, publicToken: string) => Promise<boolean>;

/** Has the stream tell publish-file of a file once more; nothing when its token is another by now. */
export type AskToPublish = (fileId: string, publicToken: string, at: string) => Promise<void>;

/** Walks every public copy, a page at a time. */
export type WalkPublicCopies = (
  from?: string,
) => Promise<Walk<{ readonly key: string; readonly lastModified: string }>>;

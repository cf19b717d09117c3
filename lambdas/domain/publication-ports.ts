// The ports of publishing; all others are in ports.ts.
import type { ReadyFile } from './file.ts';
import type { Walk } from './ports.ts';
import type { FileVariants } from './variant.ts';

/** The outcome of a copy: `source_gone` when that version no longer exists, `changed` when the copy to overwrite changed. */
export type CopyOutcome = 'copied' | 'source_gone' | 'changed';

/**
 * Copies one version to the public bucket, to be served with these headers. It replaces the copy with the entity tag `over`;
 * without `over` there must be no copy.
 */
export type CopyToPublic = (
  version: Pick<ReadyFile, 'key' | 'versionId' | 'size' | 'readyAt' | 'version'>,
  to: {
    readonly key: string;
    readonly contentType: string;
    readonly contentDisposition: string;
    /** Default: that of a copy whose path stays for every version. */
    readonly cacheControl?: string;
  },
  over: string | undefined,
) => Promise<CopyOutcome>;

/** The entity tag of a public copy; undefined when there is none. */
export type ReadCopyTag = (key: string) => Promise<string | undefined>;

/** Lists the keys of all copies below a prefix. */
export type ListPublicCopies = (prefix: string) => Promise<readonly string[]>;

/** Replaces a public copy by an empty object that no edge keeps. */
export type BlankPublicCopy = (key: string) => Promise<void>;

/** Deletes a public copy. Idempotent: a missing copy is ignored. */
export type DeletePublicCopy = (key: string) => Promise<void>;

/** Invalidates a path of the CDN. Idempotent for the same reference. */
export type InvalidatePath = (path: string, reference: string) => Promise<void>;

/**
 * Records that the copies under this token are complete and of this version, those of its variants included; false when the file
 * is no longer public under this token, or has another version.
 */
export type MarkPublished = (
  file: {
    readonly id: string;
    readonly publicToken: string;
    readonly versionId: string;
    readonly variants?: FileVariants | undefined;
  },
  at: string,
) => Promise<boolean>;

/** Removes the token of a deleted copy; false when the file was made public again. */
export type MarkWithdrawn = (fileId: string, publicToken: string) => Promise<boolean>;

/** Makes the stream emit a file to publish-file again; does nothing when its token has changed. */
export type AskToPublish = (fileId: string, publicToken: string, at: string) => Promise<void>;

/** Walks every public copy, a page at a time. */
export type WalkPublicCopies = (
  from?: string,
) => Promise<Walk<{ readonly key: string; readonly lastModified: string }>>;

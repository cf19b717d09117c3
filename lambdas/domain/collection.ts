// A collection as the rules read it: one policy, every default filled in.
import type { ContentPolicy } from './content-policy.ts';
import type { ScanDemand } from './scan.ts';
import type { VariantRule } from './variant.ts';

/** Who may do something: every signed-in caller, the file's owner, or the members of a group. */
export type Audience = 'authenticated' | 'owner' | `group:${string}`;

/** How keys are laid out below `media/<collection>/`: `2026/11/`, `<owner>/`, or nothing. */
export type KeyLayout = 'date' | 'owner' | 'flat';

/** Who can see a file: the callers that its collection and its grants name, or everyone who knows its address. */
export type Visibility = 'private' | 'public';

/** Storage classes that answer at once and survive the loss of an availability zone. */
export type StorageClass = 'intelligent-tiering' | 'standard-ia' | 'glacier-instant-retrieval';

/** One collection; `lambdas/config/config.ts` describes each field to the person who configures it. */
export interface Collection extends ContentPolicy {
  readonly name: string;
  /** Canonical names, families replaced by their members. */
  readonly types: readonly string[];
  readonly maxBytes: number;
  readonly uploaders: readonly Audience[];
  readonly readers: readonly Audience[];
  readonly administrators: readonly Audience[];
  readonly publishers: readonly Audience[];
  readonly keyLayout: KeyLayout;
  readonly disposition: 'inline' | 'attachment';
  readonly visibility: Visibility;
  /** Days that a replaced content is kept; 0 when it is purged at once. */
  readonly keepReplacedDays: number;
  readonly scan?: ScanDemand;
  /** Re-encoded copies of its images, by name. */
  readonly variants: Readonly<Record<string, VariantRule>>;
  readonly serve: 'original' | 'sanitized';
  /** Days after the claim at which a file is deleted. */
  readonly retainDays?: number;
  /** When S3 changes its objects to another storage class. */
  readonly storage?: { readonly class: StorageClass; readonly afterDays: number };
}

/** How much one owner may keep. */
export interface Quota {
  readonly bytes: number;
  readonly files: number;
}

/** The collection of this name; undefined where none is configured, or not any more. */
export const collectionOf = ({ collections }: Pick<Rules, 'collections'>, name: string) =>
  Object.hasOwn(collections, name) ? collections[name] : undefined;

/** The part of the configuration that the rules read. */
export interface Rules {
  readonly collections: Readonly<Record<string, Collection>>;
  readonly quota: Quota & {
    /** Limits by `user:<sub>` and `group:<name>`. */
    readonly overrides: Readonly<Record<string, Partial<Quota>>>;
  };
}

// The shape of airlock.config.ts: what a user writes, the defaults, and what everything else reads.

import type { Audience, KeyLayout, Quota, Rules, Visibility } from '../domain/collection.ts';
import { type ContentInput, defineContent } from '../domain/content-policy.ts';
import { expandTypes, type TypeFamily } from '../domain/content-types.ts';
import { GiB, MiB } from '../domain/sizes.ts';
import { filled, filledByName, withDefaults } from '../domain/with-defaults.ts';
import { type Auth, type AuthInput, defaultName, defineAuth } from './auth-config.ts';
import type { DomainsInput } from './domains-config.ts';
import { defineEvents, type Events, type EventsInput } from './events-config.ts';
import { defineOperations, type Operations, type OperationsInput } from './operations-config.ts';
import {
  defineScan,
  defineScanner,
  type ScanInput,
  type Scanner,
  type ScannerInput,
} from './scanner-config.ts';
import { defineSite, type Site, type SiteInput } from './site-config.ts';
import { defineStatic, type StaticInput, type StaticSettings } from './static-config.ts';
import type { ReplicationInput, StorageInput } from './storage-config.ts';
import { defineThrottle, type Throttle, type ThrottleInput } from './throttle-config.ts';
import { defineVariants, type VariantInput } from './variants-config.ts';

/** One collection as a user writes it; every optional field has a safe default. */
export interface CollectionInput extends ContentInput {
  /**
   * Content types that are admitted: names such as `image/jpeg`, or families: `image/*`, `video/*`, `audio/*`, `text/*`,
   * `office` (without macros), `*`. A family holds only types that are safe to keep; SVG, XML, mail
   * and office types with macros have to be named.
   */
  readonly types: readonly (TypeFamily | (string & {}))[];
  /** Largest file in bytes; S3 itself enforces the claimed size, which may not exceed this. */
  readonly maxBytes: number;
  /** Who may upload. Default: `['authenticated']`. */
  readonly uploaders?: readonly Audience[];
  /**
   * Who may read and list besides the owner. The first readers of an Airlock add an index to its table: see docs/costs.md.
   * Default: no other principal.
   */
  readonly readers?: readonly Audience[];
  /**
   * Who may read, list, edit, share and delete every file of the collection. The first administrators of an Airlock add an index
   * to its table: see docs/costs.md. Default: no principal.
   */
  readonly administrators?: readonly Audience[];
  /** How keys are laid out. Default: `date`. */
  readonly keyLayout?: KeyLayout;
  /** Default disposition of downloads; `inline` holds only for types that are safe to show. Default: `attachment`. */
  readonly disposition?: 'inline' | 'attachment';
  /** Whether a file is readable only after a malware scanner called it clean. Needs a `scanner`. Default: `false`. */
  readonly scan?: ScanInput;
  /** The visibility of new files; `public` ones are published to the CDN once they are judged. Default: `private`. */
  readonly visibility?: Visibility;
  /**
   * Who may make a file public or private again, of those who may edit it. Default: all of them in a public collection,
   * none in a private one.
   */
  readonly publishers?: readonly Audience[];
  /**
   * Days that callers who may edit a file can read a content that was replaced; it counts against the quota as long. 0 to 365; at
   * 0 it is purged at once. A file keeps at most ten such contents. Default: 0.
   */
  readonly keepReplacedDays?: number;
  /**
   * Re-encoded copies of its JPEG, PNG, GIF, WebP and AVIF images, by name, at most 8: upright, in sRGB and without
   * metadata. Made after the verdict; a failure leaves the file as it is. See docs/variants.md. Default: none.
   */
  readonly variants?: Readonly<Record<string, VariantInput>>;
  /**
   * `sanitized`: downloads, links and the public copy hold a re-encoded copy in full size, and the uploaded bytes are never
   * served. Every type of the collection has to be one that can be encoded again. Default: `original`; in `images()` with
   * `visibility: 'public'` it is `sanitized`.
   */
  readonly serve?: 'original' | 'sanitized';
  /** Days that a file is kept, counted from its claim; then it is deleted. 1 to 36,500. Default: until a caller deletes it. */
  readonly retainDays?: number;
  /** When its objects change to a cheaper storage class. Default: they stay in S3 Standard. */
  readonly storage?: StorageInput;
}

/** The whole of `airlock.config.ts` as a user writes it. */
export interface ConfigInput {
  /** Names the stacks and prefixes what they export. Default: `Airlock`. */
  readonly name?: string;
  /** Collections by name: lower-case letters, digits and hyphens. */
  readonly collections: Readonly<Record<string, CollectionInput>>;
  /** Origins whose pages may upload and read, besides Airlock's own site, such as `https://app.example.com`. Default: none. */
  readonly origins?: readonly string[];
  /** How long forms, uploads and links are valid. */
  readonly expiry?: {
    /** Seconds an upload form or a part URL is valid; at most 3600. Default: 900. */
    readonly uploadSeconds?: number;
    /** Days an upload in parts may take, resumed as often as needed; S3 then drops its parts. 1 to 30. Default: 7. */
    readonly multipartDays?: number;
    /** Seconds a signed download link is valid; at most 3600. Default: 300. */
    readonly downloadSeconds?: number;
  };
  /** Files up to this size are one POST, larger ones are multipart. At most 5 GB. Default: 100 MiB. */
  readonly multipartThresholdBytes?: number;
  /** How much each owner may keep, pending uploads included. Default: 100 GiB and 10,000 files. */
  readonly quota?: Partial<Quota> & {
    /** Other limits for single people or groups; a person in several groups gets the largest. */
    readonly overrides?: Readonly<Record<`user:${string}` | `group:${string}`, Partial<Quota>>>;
  };
  /** How many grants and links one file may have at a time. */
  readonly sharing?: {
    /** Users and groups with a grant; 1 to 10,000. Default: 1,000. */
    readonly grantsPerFile?: number;
    /** Links that have not expired; 1 to 10,000. Default: 100. */
    readonly linksPerFile?: number;
  };
  /** How long the records of rejected and deleted files are kept. */
  readonly retention?: {
    /** Days that the record of a rejected file is kept; 1 to 365. Default: 30. */
    readonly rejectedDays?: number;
    /** Days that the tombstone of a deleted file is kept, longer than any form is valid; 31 to 365. Default: 60. */
    readonly deletedDays?: number;
  };
  /** The issuer that signs people in. Default: a Cognito user pool that the stack creates. */
  readonly auth?: AuthInput;
  /** How uploads are validated. */
  readonly validation?: {
    /**
     * CPU seconds that validating one upload may take, besides one second for every 20 MiB of it; at most 45 in all.
     * An upload that needs more is rejected as `too_complex`. 1 to 30.
     * @default 5
     */
    readonly cpuSeconds?: number;
  };
  /** The malware scanner of collections with `scan`. */
  readonly scanner?: ScannerInput;
  /** Requests per second and burst that the API accepts before it answers 429. Default: 100 and 200. */
  readonly throttle?: ThrottleInput;
  /** Your own domain names for the API and for the CDN of media. Default: those that AWS gives. */
  readonly domains?: DomainsInput;
  /** Where signed download links lead: `s3`, straight to the bucket, or `cdn`, through CloudFront. Default: `s3`. */
  readonly downloads?: 'cdn' | 's3';
  /**
   * Generations of the key pair that signs links to the CDN: the first one signs, every one is trusted.
   * See the runbook, "Rotating the download key". Default: `['a']`.
   */
  readonly downloadKeys?: readonly string[];
  /**
   * ARN of a web ACL of AWS WAF in front of the CDN of media, with the scope CLOUDFRONT. The API cannot have one: API Gateway
   * takes none for HTTP APIs. Default: none.
   */
  readonly mediaWebAclArn?: string;
  /** A bucket into which S3 copies every upload. Default: none. */
  readonly replication?: ReplicationInput;
  /** Days the functions' logs are kept. Default: 30. */
  readonly logRetentionDays?: number;
  /** Events about files, on EventBridge and as webhooks; `{}` switches them on. Default: none. */
  readonly events?: EventsInput;
  /** Who receives alarms, and what is traced. */
  readonly operations?: OperationsInput;
  /** The public side: Airlock's page and other front ends behind the CDN. */
  readonly site?: SiteInput;
  /** A front end of your own, for `npm run collect`. Default: none. */
  readonly static?: StaticInput;
}

/** The configuration with every default filled in: what stacks and functions read. */
export interface Config extends Rules {
  readonly name: string;
  readonly origins: readonly string[];
  readonly expiry: {
    readonly uploadSeconds: number;
    readonly multipartDays: number;
    readonly downloadSeconds: number;
  };
  readonly multipartThresholdBytes: number;
  readonly retention: { readonly rejectedDays: number; readonly deletedDays: number };
  readonly sharing: { readonly grantsPerFile: number; readonly linksPerFile: number };
  readonly auth: Auth;
  readonly validation: { readonly cpuSeconds: number };
  readonly scanner?: Scanner;
  readonly throttle: Throttle;
  readonly domains?: DomainsInput;
  readonly downloads: 'cdn' | 's3';
  readonly downloadKeys: readonly string[];
  readonly mediaWebAclArn?: string;
  readonly replication?: ReplicationInput;
  readonly logRetentionDays: number;
  readonly events?: Events;
  readonly operations: Operations;
  readonly site: Site;
  readonly static?: StaticSettings;
}

/** A configuration whose collections have these names: `typeof config` types the collections of a client. */
export type ConfigOf<Name extends string> = Omit<Config, 'collections'> & {
  readonly collections: Readonly<Record<Name, Config['collections'][string]>>;
};

/** A collection with every default filled in. */
type Collection = Config['collections'][string];

const collectionDefaults = {
  uploaders: ['authenticated'],
  readers: [],
  administrators: [],
  keyLayout: 'date',
  disposition: 'attachment',
  visibility: 'private',
  keepReplacedDays: 0,
  serve: 'original',
} as const;

const defineCollection = ({ scan, ...input }: CollectionInput, name: string): Collection => ({
  ...withDefaults(
    {
      name,
      publishers: input.visibility === 'public' ? (['authenticated'] as const) : [],
      ...collectionDefaults,
    },
    input,
  ),
  variants: defineVariants(input.variants),
  ...defineScan(scan),
  ...defineContent(input),
  types: expandTypes(input.types),
});

const defaults = {
  name: defaultName,
  origins: [],
  multipartThresholdBytes: 100 * MiB,
  downloads: 's3',
  downloadKeys: ['a'],
  logRetentionDays: 30,
} as const;

const expiryDefaults = { uploadSeconds: 900, multipartDays: 7, downloadSeconds: 300 };

/**
 * Fills in the defaults of `airlock.config.ts`. A value of another kind than expected passes through unchanged: wrong values
 * are reported at synth, see `lib/validate-config.ts`.
 */
export const defineConfig = <Name extends string>(
  config: ConfigInput & { readonly collections: Readonly<Record<Name, CollectionInput>> },
): ConfigOf<Name> =>
  filled(config, ({ collections, scanner, events, static: files, ...input }) => ({
    ...withDefaults(defaults, input),
    collections: filledByName<CollectionInput, Collection>(
      collections,
      defineCollection,
    ) as ConfigOf<Name>['collections'],
    expiry: withDefaults(expiryDefaults, input.expiry),
    quota: withDefaults({ bytes: 100 * GiB, files: 10_000, overrides: {} }, input.quota),
    retention: withDefaults({ rejectedDays: 30, deletedDays: 60 }, input.retention),
    sharing: withDefaults({ grantsPerFile: 1_000, linksPerFile: 100 }, input.sharing),
    auth: defineAuth(input.auth, input.name),
    validation: withDefaults({ cpuSeconds: 5 }, input.validation),
    ...defineScanner(scanner),
    throttle: defineThrottle(input.throttle),
    ...defineEvents(events),
    operations: defineOperations(input.operations),
    site: defineSite(input.site),
    ...(files !== undefined && { static: defineStatic(files) }),
  }));
/** Whether any collection makes copies of its images. */
export const makesVariants = ({ collections }: Pick<Config, 'collections'>): boolean =>
  Object.values(collections).some(
    ({ variants, serve }) => serve === 'sanitized' || Object.keys(variants).length > 0,
  );

/** The engine that scans, if any collection demands it. */
export const scannerInUse = ({ collections, scanner }: Config): Scanner | undefined =>
  Object.values(collections).some(({ scan }) => scan) ? scanner : undefined;

// The properties of AWS::S3::Bucket that the embedded S3 follows; any other stops the start, none is ignored.
import { CannotStartError } from '../cannot-start.ts';
import type { LifecycleRule, ObjectOwnership, StorageClass } from '../s3/server.ts';
import type { Resource } from '../template/template.ts';

const KNOWN_PROPERTIES = [
  'BucketEncryption',
  'BucketName',
  'CorsConfiguration',
  'LifecycleConfiguration',
  'NotificationConfiguration',
  'OwnershipControls',
  // The copies are in a bucket that is no part of the app.
  'ReplicationConfiguration',
  // Nothing here is ever public, and tags of a bucket change nothing in it.
  'PublicAccessBlockConfiguration',
  'Tags',
  'VersioningConfiguration',
];
const KNOWN_RULE_MEMBERS = [
  'AbortIncompleteMultipartUpload',
  'ExpirationInDays',
  'ExpiredObjectDeleteMarker',
  'Id',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransitions',
  'Prefix',
  'Status',
  'Transitions',
];

interface Days {
  readonly StorageClass: StorageClass;
  readonly TransitionInDays?: number;
  readonly TransitionDate?: string;
  readonly NewerNoncurrentVersions?: number;
}

interface Rule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean | string;
  readonly NoncurrentVersionExpiration?: {
    readonly NoncurrentDays: number;
    readonly NewerNoncurrentVersions?: number;
  };
  readonly Transitions?: readonly Days[];
  readonly NoncurrentVersionTransitions?: readonly Days[];
}

interface Encryption {
  readonly ServerSideEncryptionConfiguration?: readonly {
    readonly ServerSideEncryptionByDefault?: { readonly SSEAlgorithm?: string };
  }[];
}

/** Throws CannotStartError for a property that the embedded S3 does not follow, or for encryption by other keys than S3's. */
export function requireKnownProperties(bucket: Resource): void {
  const { BucketEncryption, ...others } = bucket.properties;
  requireKnown(bucket, Object.keys(others), KNOWN_PROPERTIES);
  const rules = (BucketEncryption as Encryption | undefined)?.ServerSideEncryptionConfiguration;
  const other = (rules ?? [])
    .map((rule) => rule.ServerSideEncryptionByDefault?.SSEAlgorithm)
    .find((algorithm) => algorithm !== undefined && algorithm !== 'AES256');
  if (other !== undefined) throw cannotStart(bucket, `encrypts with ${other}`);
}

/** Who owns new objects; a bucket that says nothing gets what S3 gives it, BucketOwnerEnforced. */
export function readOwnership(properties: Resource['properties']): ObjectOwnership {
  const controls = properties.OwnershipControls as
    | { readonly Rules?: readonly { readonly ObjectOwnership?: ObjectOwnership }[] }
    | undefined;
  return controls?.Rules?.[0]?.ObjectOwnership ?? 'BucketOwnerEnforced';
}

/** The enabled lifecycle rules. Throws CannotStartError for what a rule says and the embedded S3 does not follow. */
export function readLifecycle(bucket: Resource): LifecycleRule[] {
  const lifecycle = bucket.properties.LifecycleConfiguration as
    | (Record<string, unknown> & { readonly Rules?: readonly Rule[] })
    | undefined;
  requireKnown(bucket, Object.keys(lifecycle ?? {}), ['Rules'], 'LifecycleConfiguration.');
  return (lifecycle?.Rules ?? [])
    .filter(({ Status }) => Status === 'Enabled')
    .map((rule) => readRule(bucket, rule));
}

function readRule(bucket: Resource, rule: Rule): LifecycleRule {
  requireKnown(bucket, Object.keys(rule), KNOWN_RULE_MEMBERS, 'LifecycleConfiguration.Rules.');
  const { AbortIncompleteMultipartUpload: abort, NoncurrentVersionExpiration: old } = rule;
  return {
    prefix: rule.Prefix ?? '',
    ...(abort && { abortUploadsAfterDays: Number(abort.DaysAfterInitiation) }),
    ...(rule.ExpirationInDays !== undefined && { expireAfterDays: Number(rule.ExpirationInDays) }),
    ...(String(rule.ExpiredObjectDeleteMarker) === 'true' && { removesExpiredDeleteMarkers: true }),
    ...(old && {
      expireNoncurrentAfterDays: Number(old.NoncurrentDays),
      keptNoncurrentVersions: Number(old.NewerNoncurrentVersions ?? 0),
    }),
    ...(rule.Transitions && { transitions: readTransitions(bucket, rule.Transitions) }),
    ...(rule.NoncurrentVersionTransitions && {
      noncurrentTransitions: readTransitions(bucket, rule.NoncurrentVersionTransitions),
    }),
  };
}

const readTransitions = (bucket: Resource, transitions: readonly Days[]) =>
  transitions.map(({ StorageClass, TransitionInDays, ...others }) => {
    requireKnown(bucket, Object.keys(others), [], 'LifecycleConfiguration.Rules.Transitions.');
    return { afterDays: Number(TransitionInDays), storageClass: StorageClass };
  });

/** Throws CannotStartError for the first name that is not known; `path` stands before it. */
export function requireKnown(
  bucket: Resource,
  names: readonly string[],
  known: readonly string[],
  path = '',
): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw cannotStart(bucket, `has ${path}${unknown}`);
}

const cannotStart = ({ logicalId }: Resource, fault: string): CannotStartError =>
  new CannotStartError(
    `${logicalId} (AWS::S3::Bucket) ${fault}, which the local cloud does not implement.`,
  );

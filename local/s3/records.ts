// The shapes of what is stored, and how rows become them.
import type { SQLOutputValue } from 'node:sqlite';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** A CORS rule in the template's terms. */
export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

export type Versioning = '' | 'Enabled' | 'Suspended';

export type ObjectOwnership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';

export type StorageClass =
  | 'STANDARD'
  | 'REDUCED_REDUNDANCY'
  | 'STANDARD_IA'
  | 'ONEZONE_IA'
  | 'INTELLIGENT_TIERING'
  | 'GLACIER'
  | 'DEEP_ARCHIVE'
  | 'GLACIER_IR';

/** Moves what is old enough to another storage class. */
export interface Transition {
  readonly afterDays: number;
  readonly storageClass: StorageClass;
}

/** An enabled rule of a bucket's lifecycle; each part that is absent does nothing. */
export interface LifecycleRule {
  /** Of the keys that the rule is about; '' for all. */
  readonly prefix: string;
  readonly abortUploadsAfterDays?: number;
  readonly expireAfterDays?: number;
  /** Removes delete markers that are the only version of their key. */
  readonly removesExpiredDeleteMarkers?: boolean;
  readonly expireNoncurrentAfterDays?: number;
  /** How many noncurrent versions stay, however old. */
  readonly keptNoncurrentVersions?: number;
  readonly transitions?: readonly Transition[];
  readonly noncurrentTransitions?: readonly Transition[];
}

export interface Bucket {
  readonly name: string;
  readonly versioning: Versioning;
  readonly corsRules: readonly CorsRule[];
  readonly ownership: ObjectOwnership;
  readonly lifecycle: readonly LifecycleRule[];
}

/** What the uploader said about an object, kept with it. */
export interface ObjectAttributes {
  /** System headers answered as they were given: Content-Type, Cache-Control, … in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, without the `x-amz-meta-` prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
}

/** An object version or a delete marker. */
export interface ObjectVersion extends ObjectAttributes {
  readonly sequence: number;
  readonly bucket: string;
  readonly key: string;
  /** `null` for a version written while the bucket was not versioned. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  readonly size: number;
  /** Without quotes. */
  readonly eTag: string;
  readonly lastModified: Date;
  readonly checksum: Checksum | undefined;
  /** Number of parts of a multipart object. */
  readonly partCount: number | undefined;
}

/** One stored file of an object: its bytes are `start` to `start + size - 1` of the whole. */
export interface Blob {
  readonly partNumber: number;
  readonly start: number;
  readonly size: number;
  readonly file: string;
  /** Base64, in the object's algorithm. */
  readonly checksum: string;
}

export interface MultipartUpload extends ObjectAttributes {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: Date;
  readonly algorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** True when the caller named no algorithm and S3's own default is kept silently. */
  readonly isDefaultChecksum: boolean;
}

export interface Part {
  readonly partNumber: number;
  readonly size: number;
  readonly eTag: string;
  /** Base64, in the upload's algorithm. */
  readonly checksum: string;
  readonly lastModified: Date;
  readonly file: string;
}

/** A row as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

export function bucketOf(row: Row): Bucket {
  return {
    name: String(row.name),
    versioning: String(row.versioning) as Versioning,
    corsRules: JSON.parse(String(row.cors)) as CorsRule[],
    ownership: String(row.ownership) as ObjectOwnership,
    lifecycle: JSON.parse(String(row.lifecycle)) as LifecycleRule[],
  };
}

export function versionOf(row: Row): ObjectVersion {
  const attributes = JSON.parse(String(row.attributes)) as ObjectAttributes &
    Pick<ObjectVersion, 'checksum' | 'partCount'>;
  return {
    ...attributes,
    // A state directory may hold versions from before these were stored.
    tags: attributes.tags ?? {},
    storageClass: attributes.storageClass ?? 'STANDARD',
    sequence: Number(row.sequence),
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.version_id),
    isLatest: row.is_latest === 1,
    isDeleteMarker: row.is_delete_marker === 1,
    size: Number(row.size),
    eTag: String(row.etag),
    lastModified: new Date(Number(row.last_modified)),
  };
}

export function blobOf(row: Row): Blob {
  return {
    partNumber: Number(row.part_number),
    start: Number(row.start),
    size: Number(row.size),
    file: String(row.file),
    checksum: String(row.checksum),
  };
}

export function uploadOf(row: Row): MultipartUpload {
  const attributes = JSON.parse(String(row.attributes)) as ObjectAttributes &
    Pick<MultipartUpload, 'algorithm' | 'checksumType' | 'isDefaultChecksum'>;
  return {
    ...attributes,
    storageClass: attributes.storageClass ?? 'STANDARD',
    uploadId: String(row.upload_id),
    bucket: String(row.bucket),
    key: String(row.key),
    initiated: new Date(Number(row.initiated)),
  };
}

export function partOf(row: Row): Part {
  return {
    partNumber: Number(row.part_number),
    size: Number(row.size),
    eTag: String(row.etag),
    checksum: String(row.checksum),
    lastModified: new Date(Number(row.last_modified)),
    file: String(row.file),
  };
}

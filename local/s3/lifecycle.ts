// The lifecycle of objects: expires, moves and aborts what a bucket's rules name, by the store's clock.
import { successor } from './listings.ts';
import {
  bucketOf,
  type LifecycleRule,
  type Row,
  type Transition,
  uploadOf,
  versionOf,
} from './records.ts';
import type { Store } from './store.ts';
import { abortUpload, forgetCompletions } from './uploads.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Smaller objects change their class under no rule (S3 user guide, "Transitioning objects"). */
const MIN_TRANSITION_BYTES = 128 * 1024;

/** The versions of one key range, each with when the next one came and how many are newer. */
const NONCURRENT = `SELECT * FROM (
  SELECT *, lead(last_modified) OVER newer AS superseded,
    count(*) OVER (PARTITION BY key) - row_number() OVER newer AS newer_count
  FROM versions WHERE bucket = ? AND key >= ? AND key < ?
  WINDOW newer AS (PARTITION BY key ORDER BY sequence)
) WHERE superseded <= ? AND newer_count > ?`;

/** Sorts after every key: no UTF-8 text has the byte. */
const AFTER_ALL_KEYS = '\u{10ffff}\u{10ffff}';

/** Applies every rule of every bucket once (S3 user guide, "Managing the lifecycle of objects"). */
export function applyLifecycle(store: Store): void {
  forgetCompletions(store);
  for (const bucket of store.database.sql('SELECT * FROM buckets').all().map(bucketOf)) {
    for (const rule of bucket.lifecycle) applyRule(store, bucket.name, rule);
  }
}

function applyRule(store: Store, bucket: string, rule: LifecycleRule): void {
  const rows = (text: string, ...values: (string | number)[]): Row[] =>
    store.database
      .sql(text)
      .all(bucket, rule.prefix, successor(rule.prefix) ?? AFTER_ALL_KEYS, ...values);
  const current = (isDeleteMarker: 0 | 1, before: number) =>
    rows(
      `SELECT * FROM versions WHERE bucket = ? AND key >= ? AND key < ? AND is_latest = 1
       AND is_delete_marker = ? AND last_modified <= ?`,
      isDeleteMarker,
      before,
    ).map(versionOf);
  const noncurrent = (days: number, kept: number) =>
    rows(NONCURRENT, latestTimeOf(store, days), kept).map(versionOf);

  const { abortUploadsAfterDays, expireAfterDays, expireNoncurrentAfterDays } = rule;
  if (abortUploadsAfterDays !== undefined) {
    const expired = rows(
      'SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND key < ? AND initiated <= ?',
      latestTimeOf(store, abortUploadsAfterDays),
    );
    for (const { key, uploadId } of expired.map(uploadOf)) {
      abortUpload(store, bucket, key, uploadId);
    }
  }
  if (expireAfterDays !== undefined) {
    for (const { key } of current(0, latestTimeOf(store, expireAfterDays))) {
      store.deleteObject(bucket, key);
    }
  }
  if (expireNoncurrentAfterDays !== undefined) {
    const kept = rule.keptNoncurrentVersions ?? 0;
    for (const { key, versionId } of noncurrent(expireNoncurrentAfterDays, kept)) {
      store.deleteObject(bucket, key, versionId);
    }
  }
  if (rule.removesExpiredDeleteMarkers) {
    for (const { key, versionId } of current(1, Number.MAX_SAFE_INTEGER)) {
      if (store.countVersions(bucket, key) === 1) store.deleteObject(bucket, key, versionId);
    }
  }
  // The last one that is due wins, as the colder class.
  for (const { afterDays, storageClass } of inOrder(rule.transitions)) {
    for (const version of current(0, latestTimeOf(store, afterDays))) {
      if (version.size >= MIN_TRANSITION_BYTES) store.putStorageClass(version, storageClass);
    }
  }
  for (const { afterDays, storageClass } of inOrder(rule.noncurrentTransitions)) {
    for (const version of noncurrent(afterDays, 0)) {
      if (version.size >= MIN_TRANSITION_BYTES) store.putStorageClass(version, storageClass);
    }
  }
}

const inOrder = (transitions: readonly Transition[] = []): Transition[] =>
  [...transitions].sort((a, b) => a.afterDays - b.afterDays);

/** S3 counts whole days and acts at the next midnight of UTC: what is older than this is due, in milliseconds. */
const latestTimeOf = ({ now }: Store, days: number): number =>
  (Math.floor(now().getTime() / DAY_MS) - days) * DAY_MS;

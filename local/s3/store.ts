// What is stored and how it changes: buckets and object versions, each change one transaction.
import { mkdirSync } from 'node:fs';
import type { Checksum } from './checksums.ts';
import { type Database, openDatabase } from './database.ts';
import { S3Error } from './errors.ts';
import { type Files, openFiles } from './files.ts';
import { type Garbage, openGarbage } from './garbage.ts';
import {
  type Listener,
  type Notifications,
  type ObjectCreated,
  openNotifications,
} from './notifications.ts';
import {
  type Blob,
  type Bucket,
  blobOf,
  bucketOf,
  type ObjectAttributes,
  type ObjectVersion,
  type StorageClass,
  type Versioning,
  versionOf,
} from './records.ts';
import { newVersionId } from './version-id.ts';

/** An object about to become the latest version of its key. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly attributes: ObjectAttributes;
  readonly eTag: string;
  readonly checksum: Checksum;
  readonly partCount?: number;
  /** Files in order; their `start` follows from their sizes. */
  readonly blobs: readonly Omit<Blob, 'start'>[];
  /** Those of the files that are still incoming. */
  readonly incoming: readonly string[];
  readonly event: ObjectCreated['eventName'];
  /** Looks at the current version in the same transaction, and throws to refuse the write. */
  readonly guard?: (current: ObjectVersion | undefined) => void;
}

/** Buckets, versions and files behind one door. */
export class Store {
  readonly database: Database;
  readonly files: Files;
  readonly garbage: Garbage;
  readonly notifications: Notifications;
  readonly now: () => Date;
  #nextSequence: number;

  constructor(directory: string, now: () => Date, listener?: Listener) {
    mkdirSync(directory, { recursive: true });
    this.now = now;
    this.database = openDatabase(directory);
    this.files = openFiles(directory);
    this.garbage = openGarbage(this.database, this.files);
    this.notifications = openNotifications(this.database, listener);
    this.files.recover((file) => this.#isReferenced(file));
    const last = this.database.sql("SELECT seq FROM sqlite_sequence WHERE name = 'versions'").get();
    this.#nextSequence = Number(last?.seq ?? 0) + 1;
  }

  /** Creates the bucket, or changes what is given and keeps the rest. */
  putBucket(name: string, change: Partial<Omit<Bucket, 'name'>>): void {
    const { versioning, corsRules, ownership, lifecycle } = change;
    const cors = corsRules && JSON.stringify(corsRules);
    const rules = lifecycle && JSON.stringify(lifecycle);
    this.database
      .sql(
        `INSERT INTO buckets (name, versioning, cors, ownership, lifecycle) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET versioning = coalesce(?, versioning),
         cors = coalesce(?, cors), ownership = coalesce(?, ownership),
         lifecycle = coalesce(?, lifecycle)`,
      )
      .run(
        name,
        versioning ?? '',
        cors ?? '[]',
        ownership ?? 'BucketOwnerEnforced',
        rules ?? '[]',
        versioning ?? null,
        cors ?? null,
        ownership ?? null,
        rules ?? null,
      );
  }

  findBucket(name: string): Bucket | undefined {
    const row = this.database.sql('SELECT * FROM buckets WHERE name = ?').get(name);
    return row && bucketOf(row);
  }

  /** Throws NoSuchBucket. */
  getBucket(name: string): Bucket {
    const bucket = this.findBucket(name);
    if (bucket) return bucket;
    throw new S3Error('NoSuchBucket', { elements: { BucketName: name } });
  }

  /** The latest version of a key, which may be a delete marker. */
  findLatest(bucket: string, key: string): ObjectVersion | undefined {
    const row = this.database
      .sql('SELECT * FROM versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1')
      .get(bucket, key);
    return row && versionOf(row);
  }

  findVersion(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    const row = this.database
      .sql('SELECT * FROM versions WHERE bucket = ? AND key = ? AND version_id = ?')
      .get(bucket, key, versionId);
    return row && versionOf(row);
  }

  /** The files that hold bytes `start` to `end` (inclusive) of a version, in order. */
  blobs({ sequence }: ObjectVersion, start = 0, end = Number.MAX_SAFE_INTEGER): Blob[] {
    return this.database
      .sql(
        `SELECT * FROM blobs WHERE sequence = ? AND start <= ? AND start + size > ?
         ORDER BY part_number`,
      )
      .all(sequence, end, start)
      .map(blobOf);
  }

  /**
   * Stores a version and announces it; `alongside` runs in the same transaction. Throws
   * NoSuchBucket and whatever the guard throws; then nothing has changed.
   */
  putObject(
    object: NewObject,
    alongside: (version: ObjectVersion) => void = () => {},
  ): ObjectVersion {
    const version = this.database.transaction(() => {
      const { versioning } = this.getBucket(object.bucket);
      object.guard?.(this.#current(object.bucket, object.key));
      const stored = this.#insert(object, versioning, {
        isDeleteMarker: false,
        size: object.blobs.reduce((sum, blob) => sum + blob.size, 0),
        eTag: object.eTag,
      });
      this.#insertBlobs(stored.sequence, object.blobs);
      alongside(stored);
      this.notifications.add({
        bucket: stored.bucket,
        key: stored.key,
        versionId: versioning === '' ? undefined : stored.versionId,
        size: stored.size,
        eTag: stored.eTag,
        sequencer: stored.sequence.toString(16).toUpperCase().padStart(18, '0'),
        eventName: object.event,
        time: stored.lastModified.toISOString(),
      });
      return stored;
    });
    for (const file of object.incoming) this.files.settle(file);
    this.garbage.collect();
    this.notifications.wake();
    return version;
  }

  /** Deletes for good, or in a versioned bucket without `versionId` adds a delete marker. */
  deleteObject(
    bucket: string,
    key: string,
    versionId?: string,
    guard: (current: ObjectVersion | undefined) => void = () => {},
  ): ObjectVersion | undefined {
    const deleted = this.database.transaction(() => {
      const { versioning } = this.getBucket(bucket);
      guard(this.#current(bucket, key));
      if (versionId !== undefined) return this.#removeVersion(bucket, key, versionId);
      if (versioning === '') return this.#removeVersion(bucket, key, 'null');
      const attributes = { headers: {}, metadata: {}, tags: {}, storageClass: 'STANDARD' as const };
      return this.#insert({ bucket, key, attributes }, versioning, {
        isDeleteMarker: true,
        size: 0,
        eTag: '',
      });
    });
    this.garbage.collect();
    return deleted;
  }

  /** Puts other tags on a version. */
  putTags({ sequence }: ObjectVersion, tags: Readonly<Record<string, string>>): void {
    this.database
      .sql(
        "UPDATE versions SET attributes = json_set(attributes, '$.tags', json(?)) WHERE sequence = ?",
      )
      .run(JSON.stringify(tags), sequence);
  }

  /** Moves a version to another storage class; its bytes and its identity stay. */
  putStorageClass({ sequence }: ObjectVersion, storageClass: StorageClass): void {
    this.database
      .sql(
        "UPDATE versions SET attributes = json_set(attributes, '$.storageClass', ?) WHERE sequence = ?",
      )
      .run(storageClass, sequence);
  }

  /** How many versions and delete markers a key has. */
  countVersions(bucket: string, key: string): number {
    const row = this.database
      .sql('SELECT count(*) AS count FROM versions WHERE bucket = ? AND key = ?')
      .get(bucket, key);
    return Number(row?.count);
  }

  close(): void {
    this.database.close();
  }

  #current(bucket: string, key: string): ObjectVersion | undefined {
    const latest = this.findLatest(bucket, key);
    return latest?.isDeleteMarker ? undefined : latest;
  }

  #insert(
    object: Pick<NewObject, 'bucket' | 'key' | 'attributes'> &
      Partial<Pick<NewObject, 'checksum' | 'partCount'>>,
    versioning: Versioning,
    facts: { isDeleteMarker: boolean; size: number; eTag: string },
  ): ObjectVersion {
    const { bucket, key } = object;
    if (versioning !== 'Enabled') this.#removeVersion(bucket, key, 'null');
    const sequence = this.#nextSequence++;
    const versionId = versioning === 'Enabled' ? newVersionId(sequence) : 'null';
    const lastModified = this.now();
    const attributes = {
      ...object.attributes,
      checksum: object.checksum,
      partCount: object.partCount,
    };
    this.database
      .sql('UPDATE versions SET is_latest = 0 WHERE bucket = ? AND key = ? AND is_latest = 1')
      .run(bucket, key);
    this.database
      .sql('INSERT INTO versions VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)')
      .run(
        sequence,
        bucket,
        key,
        versionId,
        Number(facts.isDeleteMarker),
        facts.size,
        facts.eTag,
        lastModified.getTime(),
        JSON.stringify(attributes),
      );
    return {
      ...attributes,
      ...facts,
      sequence,
      bucket,
      key,
      versionId,
      isLatest: true,
      lastModified,
    };
  }

  #insertBlobs(sequence: number, blobs: readonly Omit<Blob, 'start'>[]): void {
    const insert = this.database.sql('INSERT INTO blobs VALUES (?, ?, ?, ?, ?, ?)');
    let start = 0;
    for (const { partNumber, size, file, checksum } of blobs) {
      insert.run(sequence, partNumber, start, size, file, checksum);
      start += size;
    }
  }

  #removeVersion(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    const version = this.findVersion(bucket, key, versionId);
    if (!version) return undefined;
    const { sequence } = version;
    this.database.sql('DELETE FROM versions WHERE sequence = ?').run(sequence);
    this.garbage.addBlobs(sequence);
    this.database
      .sql(
        `UPDATE versions SET is_latest = 1 WHERE sequence =
         (SELECT max(sequence) FROM versions WHERE bucket = ? AND key = ?)`,
      )
      .run(bucket, key);
    return version;
  }

  #isReferenced(file: string): boolean {
    return (
      this.database
        .sql(
          `SELECT 1 FROM blobs WHERE file = ? UNION ALL SELECT 1 FROM parts WHERE file = ? LIMIT 1`,
        )
        .get(file, file) !== undefined
    );
  }
}

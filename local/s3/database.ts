// The metadata of all buckets in one SQLite file: its schema and how it is opened.
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * `versions` has a row per object version and delete marker; `sequence` grows for ever, so within a
 * key the greatest is the newest. `blobs` orders the files an object consists of. A file named in
 * `garbage` is no longer referenced and may be unlinked.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS buckets (
  name TEXT PRIMARY KEY, versioning TEXT NOT NULL, cors TEXT NOT NULL,
  ownership TEXT NOT NULL DEFAULT 'BucketOwnerEnforced', lifecycle TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL, is_delete_marker INTEGER NOT NULL,
  size INTEGER NOT NULL, etag TEXT NOT NULL, last_modified INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS versions_by_id ON versions (bucket, key, version_id);
CREATE INDEX IF NOT EXISTS versions_newest_first ON versions (bucket, key, sequence DESC);
CREATE INDEX IF NOT EXISTS current_objects ON versions (bucket, key)
  WHERE is_latest = 1 AND is_delete_marker = 0;
CREATE TABLE IF NOT EXISTS blobs (
  sequence INTEGER NOT NULL, part_number INTEGER NOT NULL, start INTEGER NOT NULL,
  size INTEGER NOT NULL, file TEXT NOT NULL, checksum TEXT NOT NULL,
  PRIMARY KEY (sequence, part_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS blobs_by_file ON blobs (file);
CREATE TABLE IF NOT EXISTS uploads (
  upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL,
  initiated INTEGER NOT NULL, attributes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uploads_by_key ON uploads (bucket, key, upload_id);
CREATE TABLE IF NOT EXISTS parts (
  upload_id TEXT NOT NULL, part_number INTEGER NOT NULL, size INTEGER NOT NULL,
  etag TEXT NOT NULL, checksum TEXT NOT NULL, last_modified INTEGER NOT NULL, file TEXT NOT NULL,
  PRIMARY KEY (upload_id, part_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_by_file ON parts (file);
CREATE TABLE IF NOT EXISTS completions (
  upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL,
  parts TEXT NOT NULL, version_id TEXT NOT NULL, etag TEXT NOT NULL, checksum TEXT NOT NULL,
  completed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS garbage (file TEXT PRIMARY KEY, sequence INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
`;

/** The metadata: prepared statements by their text, and transactions. */
export interface Database {
  /** A statement, compiled once. */
  sql(text: string): StatementSync;
  /** Runs `work` in one transaction; an exception undoes all of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Columns of buckets that a state directory of an earlier version does not have. */
const LATER_COLUMNS = {
  ownership: "TEXT NOT NULL DEFAULT 'BucketOwnerEnforced'",
  lifecycle: "TEXT NOT NULL DEFAULT '[]'",
};

function addMissingColumns(database: DatabaseSync): void {
  const present = database.prepare("SELECT name FROM pragma_table_info('buckets')").all();
  for (const [name, type] of Object.entries(LATER_COLUMNS)) {
    if (present.some((column) => column.name === name)) continue;
    database.exec(`ALTER TABLE buckets ADD COLUMN ${name} ${type}`);
  }
}

/** Opens (or creates) the metadata under `directory`. WAL survives a killed process. */
export function openDatabase(directory: string): Database {
  const database = new DatabaseSync(join(directory, 'metadata.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(SCHEMA);
  addMissingColumns(database);
  const statements = new Map<string, StatementSync>();
  return {
    sql(text) {
      const statement = statements.get(text) ?? database.prepare(text);
      statements.set(text, statement);
      return statement;
    },
    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

// Adds the index that the engine lacks on the records of its streams: without it, it reads all of them for every write and every
// read.
import { DatabaseSync } from '../sqlite.ts';

/** Milliseconds to wait for the engine to release its file. */
const lockTimeoutMilliseconds = 5000;

/**
 * Adds the indexes to the engine's file, once it has created its tables. Without them a write takes longer the more was
 * written before: at ten thousand records fifteen times as long.
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: lockTimeoutMilliseconds });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS stream_record_order
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS stream_record_shard
        ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));
    `);
  } finally {
    database.close();
  }
}

// Makes objects of the embedded S3 look old, for what happens to them only after hours.
import { DatabaseSync } from 'node:sqlite';
import { WAIT_MS } from './time-limits.ts';

/** Every version whose key contains `part` becomes `seconds` older; returns how many these are. */
export function makeOlder(metadataFile: string, part: string, seconds: number): number {
  const database = new DatabaseSync(metadataFile, { timeout: WAIT_MS });
  const older = database
    .prepare("UPDATE versions SET last_modified = last_modified - ? WHERE key LIKE '%' || ? || '%'")
    .run(seconds * 1000, part);
  database.close();
  return Number(older.changes);
}

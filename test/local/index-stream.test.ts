import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { startTableEngine } from '../../local/table/dynoxide.ts';

it('the engine finds its place in a stream without reading the records before', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-index-'));
  const file = join(directory, 'dynamodb.sqlite');
  const engine = await startTableEngine({ port: 0, file });
  const database = new DatabaseSync(file, { readOnly: true });
  // What the engine asks before every write to a table that has a stream.
  const plan = database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
       FROM _stream_records WHERE table_name = ?`,
    )
    .all('files')
    .map(({ detail }) => detail);
  database.close();
  await engine.stop();
  await rm(directory, { recursive: true });
  expect(plan).toEqual([expect.stringMatching(/^SEARCH .* USING .*INDEX stream_record_order/)]);
});

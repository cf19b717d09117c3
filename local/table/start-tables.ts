// The tables of the templates: created, and swept for expired items once a minute.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from './create-tables.ts';
import type { TableSettings } from './settings.ts';
import { sweepExpired } from './sweep-expired.ts';

/** Milliseconds between two sweeps. */
const sweepMilliseconds = 60_000;

/** Creates what is missing and starts to sweep, until `started` is disposed. */
export async function startTables(
  client: DynamoDBClient,
  tables: readonly TableSettings[],
  started: AsyncDisposableStack,
): Promise<{ sweepExpired(nowSeconds?: number): Promise<void> }> {
  for (const table of tables) await createTable(client, table);
  const sweep = async (nowSeconds?: number) => {
    for (const table of tables) await sweepExpired(client, table, nowSeconds);
  };
  const timer = setInterval(() => void sweep().catch(() => {}), sweepMilliseconds).unref();
  started.defer(() => clearInterval(timer));
  return { sweepExpired: sweep };
}

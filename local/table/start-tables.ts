// The tables of the templates: created, and swept for expired items once a minute.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from './create-tables.ts';
import type { TableSettings } from './settings.ts';
import { keyText, sweepExpired } from './sweep-expired.ts';

/** The running tables. */
export interface Tables {
  /** Removes what is expired at `nowSeconds`, by default now. */
  sweepExpired(nowSeconds?: number): Promise<void>;
  /** Whether an item was removed because it expired; asked once, when its removal shows up in the stream. */
  takeExpired(key: Readonly<Record<string, unknown>>): boolean;
}

/** Milliseconds between two sweeps. */
const sweepMilliseconds = 60_000;

/** Creates what is missing and starts to sweep, until `started` is disposed. */
export async function startTables(
  client: DynamoDBClient,
  tables: readonly TableSettings[],
  started: AsyncDisposableStack,
): Promise<Tables> {
  for (const table of tables) await createTable(client, table);
  const expiredKeys = new Set<string>();
  const sweep = async (nowSeconds?: number) => {
    for (const table of tables) await sweepExpired(client, table, expiredKeys, nowSeconds);
  };
  // The next sweep repeats one that fails.
  const timer = setInterval(() => void sweep().catch(() => {}), sweepMilliseconds).unref();
  started.defer(() => clearInterval(timer));
  return { sweepExpired: sweep, takeExpired: (key) => expiredKeys.delete(keyText(key)) };
}

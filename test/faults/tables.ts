// A pool of tables for thousands of runs: creating one is the most expensive step of a run, so emptied tables are reused.
import { BatchWriteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tableKey } from '../../lambdas/table.ts';
import { createTable } from '../aws/dynamo.ts';
import { openStream } from '../backend.ts';

/** An empty table and a reader at the end of its stream. */
export interface EmptyTable {
  readonly name: string;
  readonly readStream: Awaited<ReturnType<typeof openStream>>;
}

// DynamoDB's limit of writes in one BatchWriteItem.
const BATCH_SIZE = 25;

/** Opens a pool of tables in one engine; `directory` holds the positions in their streams. */
export function openTables(client: DynamoDBClient, directory: string) {
  const free: EmptyTable[] = [];
  const { partition, sort } = tableKey;
  let made = 0;

  async function make(): Promise<EmptyTable> {
    made += 1;
    const name = `table-${made}`;
    await createTable(client, name);
    const readStream = await openStream({ client, tableName: name }, `${directory}/${name}`);
    return { name, readStream };
  }

  return {
    /** Takes an empty table, or creates one. */
    take: async (): Promise<EmptyTable> => free.pop() ?? (await make()),

    /** Empties a table without pending writes and returns it to the pool. */
    async giveBack(table: EmptyTable): Promise<void> {
      const { name: TableName, readStream } = table;
      const page = { TableName, ProjectionExpression: `${partition}, ${sort}`, Limit: BATCH_SIZE };
      for await (const { Items = [] } of paginateScan({ client }, page)) {
        const RequestItems = { [TableName]: Items.map((Key) => ({ DeleteRequest: { Key } })) };
        if (Items.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems }));
      }
      await readStream();
      free.push(table);
    },
  };
}

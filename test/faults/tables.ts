// Tables for thousands of runs: making one costs more than all else in a run, so that an empty one serves the next run too.
import { BatchWriteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { tableKey } from '../../lambdas/table.ts';
import { createTable } from '../aws/dynamo.ts';
import { openStream } from '../backend.ts';

/** An empty table and a reader of its stream that has read all that went before. */
export interface EmptyTable {
  readonly name: string;
  readonly readStream: Awaited<ReturnType<typeof openStream>>;
}

// DynamoDB takes no more writes in one BatchWriteItem.
const BATCH_SIZE = 25;

/** Opens a stock of tables in one engine; `directory` is for the positions in their streams. */
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
    /** Takes an empty table, and makes one if there is none. */
    take: async (): Promise<EmptyTable> => free.pop() ?? (await make()),

    /** Empties a table that nothing writes to any more, and keeps it for the next run. */
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

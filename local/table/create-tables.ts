// Changes the engine's tables to the template's description, without losing an item.
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { CannotStartError } from '../cannot-start.ts';
import type { TableSettings } from './settings.ts';

/**
 * Creates a missing table, adds missing indexes and deletes those that the template does not have.
 * @throws {CannotStartError} when existing keys differ from the template
 */
export async function createTable(client: DynamoDBClient, table: TableSettings): Promise<void> {
  const existing = await describe(client, table.name);
  if (!existing) return create(client, table);
  refuseOtherKeys(table, 'table', existing.KeySchema, table.keys);
  for (const index of table.indexes) {
    const present = existing.GlobalSecondaryIndexes?.find(
      ({ IndexName }) => IndexName === index.IndexName,
    );
    if (present) {
      refuseOtherKeys(table, `index ${index.IndexName}`, present.KeySchema, index.KeySchema);
      continue;
    }
    await client.send(
      new UpdateTableCommand({
        TableName: table.name,
        AttributeDefinitions: table.attributes,
        GlobalSecondaryIndexUpdates: [{ Create: index as Required<typeof index> }],
      }),
    );
  }
  for (const { IndexName } of existing.GlobalSecondaryIndexes ?? []) {
    if (table.indexes.some((index) => index.IndexName === IndexName)) continue;
    await client.send(
      new UpdateTableCommand({
        TableName: table.name,
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }],
      }),
    );
  }
}

async function create(client: DynamoDBClient, table: TableSettings): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: table.attributes,
      KeySchema: table.keys,
      ...(table.indexes.length > 0 && { GlobalSecondaryIndexes: table.indexes }),
      ...(table.streamViewType && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamViewType },
      }),
    }),
  );
  if (table.timeToLiveAttribute) {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: table.name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: table.timeToLiveAttribute },
      }),
    );
  }
}

async function describe(
  client: DynamoDBClient,
  name: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function refuseOtherKeys(
  { logicalId }: TableSettings,
  what: string,
  present: KeySchemaElement[] = [],
  wanted: KeySchemaElement[] = [],
): void {
  const print = (keys: KeySchemaElement[]) =>
    keys.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(', ');
  if (print(present) === print(wanted)) return;
  throw new CannotStartError(
    `The ${what} of ${logicalId} was created with the keys ${print(present)} and the template now has ${print(wanted)}; start with --fresh to delete it.`,
  );
}

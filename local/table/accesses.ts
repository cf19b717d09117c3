// Which IAM actions a DynamoDB request asks for, on which table or index, and with which keys ("Actions, resources, and
// condition keys for Amazon DynamoDB" in the service authorization reference).
import { account, region } from '../addresses.ts';
import type { TableSettings } from './settings.ts';

/** One action on one resource. */
export interface TableAccess {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

type AttributeValue = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, AttributeValue>>;

/** The members of requests that IAM looks at. */
interface TableRequest {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditions?: unknown;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
  readonly ReturnValues?: string;
  readonly Select?: string;
  readonly RequestItems?: Readonly<Record<string, { Keys?: Item[] } & BatchWrite[]>>;
  readonly TransactItems?: readonly Readonly<Record<string, TableRequest>>[];
}

interface BatchWrite {
  readonly PutRequest?: { Item: Item };
  readonly DeleteRequest?: { Key: Item };
}

/** The actions of a request; undefined for an unknown operation. */
export function accessesOf(
  operation: string,
  body: string,
  tables: readonly TableSettings[],
): TableAccess[] | undefined {
  const request = JSON.parse(body) as TableRequest;
  const ask = (action: string, from: TableRequest, keys: readonly (Item | undefined)[]) =>
    accessTo(action, from, keys, tables);
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
    case 'PutItem':
      return [ask(operation, request, [request.Key ?? request.Item])];
    case 'Query':
    case 'Scan':
      // The condition of old clients, from which no leading keys are read here.
      if (request.KeyConditions) return undefined;
      return [ask(operation, request, [keyOfQuery(request, tables)])];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries(request.RequestItems ?? {}).map(([TableName, items]) =>
        ask(operation, { TableName }, keysOfBatch(items)),
      );
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return (request.TransactItems ?? []).flatMap((each) =>
        Object.entries(each).map(([kind, write]) => {
          const access = ask(transactedAction(kind), write, [write.Key ?? write.Item]);
          const context = { ...access.context, 'dynamodb:EnclosingOperation': operation };
          return { ...access, context };
        }),
      );
    default:
      return undefined;
  }
}

/** Inside a transaction each write needs its own right, as if it were alone. */
const transactedAction = (kind: string): string =>
  kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;

const keysOfBatch = (items: { Keys?: Item[] } & BatchWrite[]): (Item | undefined)[] =>
  items.Keys ??
  items.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);

function accessTo(
  action: string,
  request: TableRequest,
  keys: readonly (Item | undefined)[],
  tables: readonly TableSettings[],
): TableAccess {
  const partition = partitionKeyOf(request, tables);
  const leading = keys.flatMap((key) => Object.values(key?.[partition] ?? {}).map(String));
  const { IndexName, ReturnValues, Select } = request;
  return {
    action: `dynamodb:${action}`,
    resource: `arn:aws:dynamodb:${region}:${account}:table/${nameOf(request)}${IndexName ? `/index/${IndexName}` : ''}`,
    context: {
      ...(leading.length > 0 && { 'dynamodb:LeadingKeys': leading }),
      ...(ReturnValues && { 'dynamodb:ReturnValues': ReturnValues }),
      ...(Select && { 'dynamodb:Select': Select }),
    },
  };
}

/** A table may be named by its ARN too. */
const nameOf = ({ TableName = '' }: TableRequest): string =>
  TableName.replace(/^arn:.*:table\//, '');

function partitionKeyOf(request: TableRequest, tables: readonly TableSettings[]): string {
  const table = tables.find(({ name }) => name === nameOf(request));
  const index = table?.indexes.find(({ IndexName }) => IndexName === request.IndexName);
  const keys = index?.KeySchema ?? table?.keys ?? [];
  return keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

/** The partition that a query reads: what its condition says the partition key equals. A scan has none. */
function keyOfQuery(request: TableRequest, tables: readonly TableSettings[]): Item | undefined {
  const partition = partitionKeyOf(request, tables);
  const equalities = (request.KeyConditionExpression ?? '').matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  for (const [, name = '', value = ''] of equalities) {
    const attribute = request.ExpressionAttributeNames?.[name] ?? name;
    const found = request.ExpressionAttributeValues?.[value];
    if (attribute === partition && found) return { [partition]: found };
  }
  return undefined;
}

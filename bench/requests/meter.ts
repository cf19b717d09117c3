// Counts the requests of use cases to AWS, at the SDK: one count per HTTP request, including retries, without local signing.
import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { sum } from '../measure.ts';

/** The requests of one act to AWS: operations by name, in their order, with their units and bytes. */
export type Usage = Readonly<ReturnType<typeof newCounter>>;

/** Runs an act and returns what it requested of AWS. One act at a time. */
export type Measure = <Result>(
  act: () => Promise<Result>,
) => Promise<{ readonly result: Result; readonly usage: Usage }>;

const newCounter = () => ({
  dynamodb: [] as string[],
  s3: [] as string[],
  /** Bytes of objects that S3 sent. */
  s3BytesRead: 0,
  /** DynamoDB read and write request units, of table and indexes together. */
  readUnits: 0,
  writeUnits: 0,
});

const readOperations = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);

/** Puts a meter into both clients. */
export function meter({ dynamo, s3 }: { dynamo: DynamoDBClient; s3: S3Client }): Measure {
  let counter = newCounter();
  dynamo.middlewareStack.add(
    (next) => (args) =>
      next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } }),
    { step: 'initialize', name: 'benchCapacity' },
  );
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = operationOf(context);
      counter.dynamodb.push(operation);
      const answer = await next(args);
      const units = capacityUnitsOf(answer.output);
      if (readOperations.has(operation)) counter.readUnits += units;
      else counter.writeUnits += units;
      return answer;
    },
    atTheWire,
  );
  s3.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = operationOf(context);
      counter.s3.push(operation);
      const answer = await next(args);
      if (operation === 'GetObject' && answer.output && 'ContentLength' in answer.output) {
        counter.s3BytesRead += answer.output.ContentLength ?? 0;
      }
      return answer;
    },
    atTheWire,
  );
  return async (act) => {
    counter = newCounter();
    const result = await act();
    const usage = counter;
    // Requests between two acts count for neither.
    counter = newCounter();
    return { result, usage };
  };
}

// The last step before the wire: a presigned request ends before it, a retried one passes it again.
const atTheWire = { step: 'deserialize', priority: 'high', name: 'benchMeter' } as const;

const operationOf = ({ commandName }: { readonly commandName?: string }): string =>
  (commandName ?? 'Unknown').replace(/Command$/, '');

/** One operation reports one sum, a transaction one per table. */
function capacityUnitsOf(output: object = {}): number {
  const { ConsumedCapacity: consumed = [] } = output as Consuming;
  return sum([consumed].flat().map(({ CapacityUnits = 0 }) => CapacityUnits));
}

type Consuming = { readonly ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };

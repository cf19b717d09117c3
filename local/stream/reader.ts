// DynamoDB Streams: reads a table's records in order from where the last run stopped.
import { readFile, rename, writeFile } from 'node:fs/promises';

/** A record as DynamoDB Streams and Lambda have it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: Record<string, unknown>;
    readonly ApproximateCreationDateTime: number;
  };
}

/** Reads one table's stream. */
export interface StreamReader {
  /** The records after the last commit, oldest first; empty when there are none. */
  read(maxRecords: number): Promise<{ records: StreamRecord[]; shardId: string }>;
  /** Remembers that everything up to and including what was last read is done. */
  commit(): Promise<void>;
}

interface Position {
  readonly shardId: string;
  readonly sequenceNumber?: string;
}

/** Opens a reader on the engine's stream of a table; `file` remembers its position. */
export async function openStreamReader(options: {
  endpoint: string;
  tableName: string;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  file: string;
}): Promise<StreamReader> {
  const { endpoint, tableName, startingPosition, file } = options;
  const call = <Answer>(operation: string, request: object) =>
    callStreams<Answer>(endpoint, operation, request);
  const { Streams } = await call<{ Streams: { StreamArn: string }[] }>('ListStreams', {
    TableName: tableName,
  });
  const StreamArn = Streams.at(-1)?.StreamArn;
  const shardIds = async () => {
    const { StreamDescription } = await call<{
      StreamDescription: { Shards: { ShardId: string }[] };
    }>('DescribeStream', { StreamArn });
    return StreamDescription.Shards.map(({ ShardId }) => ShardId);
  };
  let position: Position | undefined = await readPosition(file);
  let iterator: string | undefined;
  let pending: { position: Position | undefined; iterator: string | undefined } | undefined;

  async function start(): Promise<void> {
    const shards = await shardIds();
    const shardId =
      position?.shardId ?? (startingPosition === 'LATEST' ? shards.at(-1) : shards[0]);
    if (!shardId) return;
    const { ShardIterator } = await call<{ ShardIterator: string }>('GetShardIterator', {
      StreamArn,
      ShardId: shardId,
      ...(position?.sequenceNumber
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.sequenceNumber }
        : { ShardIteratorType: position ? 'TRIM_HORIZON' : startingPosition }),
    });
    position ??= { shardId };
    iterator = ShardIterator;
  }

  /** After the end of a shard: on to the next one, if there is one yet. */
  async function advance(): Promise<void> {
    const shards = await shardIds();
    const next = shards[shards.indexOf(position?.shardId ?? '') + 1];
    if (next) position = { shardId: next };
    await start();
  }

  await start();
  // Even before the first record: what is written from now on must not be skipped after a crash.
  await writePosition(file, position);
  return {
    async read(maxRecords) {
      if (!iterator) await advance();
      if (!iterator) return { records: [], shardId: '' };
      const answer = await call<{ Records: StreamRecord[]; NextShardIterator?: string }>(
        'GetRecords',
        {
          ShardIterator: iterator,
          Limit: maxRecords,
        },
      );
      const shardId = position?.shardId ?? '';
      const last = answer.Records.at(-1)?.dynamodb.SequenceNumber;
      pending = {
        position: last ? { shardId, sequenceNumber: last } : position,
        iterator: answer.NextShardIterator,
      };
      return { records: answer.Records, shardId };
    },
    async commit() {
      if (!pending) return;
      const moved = pending.position?.sequenceNumber !== position?.sequenceNumber;
      ({ position, iterator } = pending);
      if (moved) await writePosition(file, position);
    },
  };
}

async function readPosition(file: string): Promise<Position | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text ? (JSON.parse(text) as Position) : undefined;
}

async function writePosition(file: string, position: Position | undefined): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(position));
  await rename(`${file}.new`, file);
}

/** The engine takes any signature, so that one more SDK client is not needed for five calls. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

async function callStreams<Answer>(
  endpoint: string,
  operation: string,
  request: object,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization,
    },
    body: JSON.stringify(request),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${operation} failed: ${body}`);
  return JSON.parse(body) as Answer;
}

// Lambda's stream poller: passes the records of a table to a function in order, one batch after the other.
import { randomUUID } from 'node:crypto';
import { region } from '../addresses.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { QueueStore } from '../queue/store.ts';
import { deliver } from './deliver.ts';
import { matchesPattern } from './event-pattern.ts';
import type { StreamReader, StreamRecord } from './reader.ts';
import type { StreamMapping } from './settings.ts';

/** A running poller. */
export interface StreamPoller {
  /** Reads records now. Resolves with true when there were none and none are being delivered. */
  poll(): Promise<boolean>;
  stop(): void;
}

/** Milliseconds between two reads without a request for one. */
const pollMilliseconds = 500;

/** Records read at once, wanted or not: a batch holds only those that pass the filter (Lambda developer guide, "Event filtering"). */
const pageSize = 100;

/** Starts to poll. */
export function startStreamPoller(options: {
  reader: StreamReader;
  mapping: StreamMapping;
  target: LambdaFunction;
  queues: QueueStore;
  /** What DynamoDB adds to the record of an item that expired. */
  identityOf: (record: StreamRecord) => object | undefined;
  log: (line: string) => void;
}): StreamPoller {
  const { reader, mapping, target, queues, identityOf, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let working: Promise<boolean> | undefined;

  /** Reads until nothing is left; true when nothing was there to begin with. */
  async function work(): Promise<boolean> {
    let pages = 0;
    while (await workOnPage()) pages += 1;
    return pages === 0;
  }

  /** Delivers the matching records of one page; false at the end of the stream. */
  async function workOnPage(): Promise<boolean> {
    signal.throwIfAborted();
    const { records, shardId } = await reader.read(pageSize);
    const wanted = records
      .map((record) => toLambdaRecord(record, mapping.streamArn, identityOf(record)))
      .filter(
        (record) =>
          mapping.patterns.length === 0 ||
          mapping.patterns.some((pattern) => matchesPattern(record, pattern as never)),
      );
    for (let start = 0; start < wanted.length; start += mapping.batchSize) {
      await deliver(wanted.slice(start, start + mapping.batchSize), {
        mapping,
        invoke: (batch) => target.invoke({ Records: batch }),
        discard: (batch, attempts) => giveUp(batch, attempts, shardId),
        signal,
      });
    }
    await reader.commit();
    return records.length > 0;
  }

  function giveUp(batch: readonly StreamRecord[], attempts: number, shardId: string): void {
    log(
      `${target.settings.label} failed for ${batch.length} stream records in ${attempts} attempts`,
    );
    if (!mapping.failureQueueArn) return;
    queues.send(
      mapping.failureQueueArn,
      failureMessage({ batch, attempts, shardId, mapping, target }),
    );
  }

  function poll(): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(true);
    working ??= work()
      .catch((error: Error) => {
        if (!signal.aborted)
          log(`The stream of ${target.settings.label} could not be read: ${error.message}`);
        return false;
      })
      .finally(() => {
        working = undefined;
      });
    return working;
  }

  const timer = setInterval(() => void poll(), pollMilliseconds);
  return {
    poll,
    stop() {
      clearInterval(timer);
      stopping.abort();
    },
  };
}

const toLambdaRecord = (
  record: StreamRecord,
  eventSourceARN: string,
  userIdentity?: object,
): StreamRecord => ({
  ...record,
  ...{ awsRegion: region, eventSourceARN },
  ...(userIdentity && { userIdentity }),
});

/** What Lambda sends to a destination on failure: where the records are, not the records. */
function failureMessage(failure: {
  batch: readonly StreamRecord[];
  attempts: number;
  shardId: string;
  mapping: StreamMapping;
  target: LambdaFunction;
}): string {
  const { batch, attempts, shardId, mapping, target } = failure;
  const [first, last] = [batch.at(0), batch.at(-1)];
  const timeOf = (record?: StreamRecord) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: target.settings.arn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: timeOf(first),
      approximateArrivalOfLastRecord: timeOf(last),
      batchSize: batch.length,
      streamArn: mapping.streamArn,
    },
  });
}

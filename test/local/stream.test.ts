import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../local/lambda/messages.ts';
import { deliver } from '../../local/stream/deliver.ts';
import { matchesPattern } from '../../local/stream/event-pattern.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';

const recordsOf = (...numbers: number[]): StreamRecord[] =>
  numbers.map((number) => ({
    eventID: String(number),
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(number), Keys: {}, ApproximateCreationDateTime: 0 },
  }));
const numbersOf = (records: readonly StreamRecord[]) =>
  records.map(({ eventID }) => Number(eventID));

const succeeded: Outcome = { kind: 'succeeded', payload: 'null' };
const failed: Outcome = {
  kind: 'failed',
  error: { errorType: 'Error', errorMessage: 'no', trace: [] },
};

/** Delivers records to a function; records every attempt and every discarded record. */
async function deliverAll(
  records: StreamRecord[],
  mapping: { maxRetries?: number; bisects?: boolean; reportsBatchItemFailures?: boolean },
  answer: (numbers: number[]) => Outcome,
) {
  const attempts: number[][] = [];
  const discarded: number[][] = [];
  await deliver(records, {
    mapping: { maxRetries: 1, bisects: false, reportsBatchItemFailures: false, ...mapping },
    invoke: async (batch) => {
      attempts.push(numbersOf(batch));
      return answer(numbersOf(batch));
    },
    discard: (batch) => discarded.push(numbersOf(batch)),
    signal: new AbortController().signal,
  });
  return { attempts, discarded };
}

describe('a batch of stream records', () => {
  test('a batch of stream records is delivered once when it succeeds', async () => {
    const result = await deliverAll(recordsOf(1, 2), {}, () => succeeded);
    expect(result).toEqual({ attempts: [[1, 2]], discarded: [] });
  });

  test('a stream record is discarded after the retries that the mapping allows', async () => {
    const result = await deliverAll(recordsOf(1, 2), { maxRetries: 2 }, () => failed);
    expect(result).toEqual({
      attempts: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      discarded: [[1, 2]],
    });
  });

  test('a failing batch is halved until only the record that fails is discarded', async () => {
    const answer = (numbers: number[]) => (numbers.includes(3) ? failed : succeeded);
    const { attempts, discarded } = await deliverAll(
      recordsOf(1, 2, 3, 4),
      { bisects: true },
      answer,
    );
    expect(attempts).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(discarded).toEqual([[3]]);
  });

  test('a batch of stream records is retried from the lowest failed record', async () => {
    let first = true;
    const { attempts } = await deliverAll(
      recordsOf(1, 2, 3),
      { reportsBatchItemFailures: true },
      () => {
        if (!first) return succeeded;
        first = false;
        const batchItemFailures = [{ itemIdentifier: '3' }, { itemIdentifier: '2' }];
        return { kind: 'succeeded', payload: JSON.stringify({ batchItemFailures }) };
      },
    );
    expect(attempts).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
  });
});

test.each([
  [{ eventName: ['REMOVE'] }, true],
  [{ eventName: ['INSERT', 'REMOVE'] }, true],
  [{ eventName: ['INSERT'] }, false],
  [{ dynamodb: { NewImage: { status: { S: ['deleted'] } } } }, true],
  [{ dynamodb: { NewImage: { status: { S: [{ 'anything-but': ['ready', 'pending'] }] } } } }, true],
  [{ dynamodb: { NewImage: { status: { S: [{ 'anything-but': 'deleted' }] } } } }, false],
  [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'FILE#' }] } } } }, true],
  [{ dynamodb: { Keys: { pk: { S: [{ suffix: '#8' }] } } } }, false],
  [{ dynamodb: { OldImage: [{ exists: false }] } }, true],
  [{ dynamodb: { Keys: [{ exists: false }] } }, false],
  [{ eventName: [{ 'equals-ignore-case': 'remove' }] }, true],
  [{ size: [{ numeric: ['>', 0, '<=', 5] }] }, true],
  [{ size: [{ numeric: ['>', 5] }] }, false],
  [{ $or: [{ eventName: ['INSERT'] }, { size: [5] }] }, true],
  [{ userIdentity: { type: ['Service'] } }, false],
])('the pattern %j is %s', (pattern, expected) => {
  const event = {
    eventName: 'REMOVE',
    size: 5,
    dynamodb: { Keys: { pk: { S: 'FILE#7' } }, NewImage: { status: { S: 'deleted' } } },
  };
  expect(matchesPattern(event, pattern as never)).toBe(expected);
});

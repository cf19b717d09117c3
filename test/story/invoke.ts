// What only the operator of the cloud can do: invoke a function, and make stored objects older.
import { expect, inject } from 'vitest';
import type { Wish } from './controls.ts';

/** Sends a wish to the process that runs the cloud; returns its answer. */
export async function ask(wish: Wish): Promise<unknown> {
  const response = await fetch(inject('controls'), { method: 'POST', body: JSON.stringify(wish) });
  return response.json();
}

/** Invokes a function, which must succeed; returns its result. */
export async function invoke(name: string, event: unknown = {}) {
  const outcome = (await ask({ kind: 'invoke', name, event })) as { kind: string; payload: string };
  expect(outcome).toMatchObject({ kind: 'succeeded' });
  return JSON.parse(outcome.payload);
}

/** An event of a queue with one message, as Lambda gives it to a function. */
export const queued = (content: object) => ({
  Records: [
    {
      messageId: '1',
      receiptHandle: 'of a message that the queue does not hold',
      body: JSON.stringify(content),
      attributes: { ApproximateReceiveCount: '1' },
    },
  ],
});
/** What a function answers when no message has to be repeated. */
export const nothingFailed = { batchItemFailures: [] };

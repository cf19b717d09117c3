// The local event bus: which targets an event reaches, and what PutEvents answers.
import { expect, it } from 'vitest';
import { answerPutEvents, busArnsOf } from '../../local/control/events.ts';
import { createBus } from '../../local/events/bus.ts';
import type { EventRule } from '../../local/events/settings.ts';

const rule = (changes: Partial<EventRule>): EventRule => ({
  logicalId: 'Rule',
  bus: 'default',
  pattern: { source: ['shop'] },
  queueArns: [],
  functionArns: [],
  ...changes,
});

/** A bus whose targets keep what they get; the function fails as often as it is asked to. */
function busWith(rules: readonly EventRule[], failures = 0) {
  const sent: string[] = [];
  const invoked: string[] = [];
  const put = createBus(
    rules,
    {
      send: (arn, body) => {
        sent.push(`${arn} ${JSON.parse(body)['detail-type']}`);
        return '';
      },
    },
    {
      find: (arn) =>
        ({
          invoke: async () => {
            invoked.push(arn);
            return { kind: invoked.length <= failures ? 'failed' : 'succeeded' };
          },
        }) as never,
    },
  );
  return { put, sent, invoked };
}

const event = { source: 'shop', detailType: 'Sold', resources: [], detail: { id: 1 } };

it('an event reaches the queues and functions of every rule of its bus that it matches', async () => {
  const { put, sent, invoked } = busWith([
    rule({ queueArns: ['q1'], functionArns: ['f1'] }),
    rule({ queueArns: ['q2'], pattern: { 'detail-type': ['Bought'] } }),
    rule({ queueArns: ['q3'], bus: 'own' }),
  ]);
  put(event);
  put({ ...event, bus: 'own' });
  expect(sent).toEqual(['q1 Sold', 'q3 Sold']);
  expect(invoked).toEqual(['f1']);
});

it('a function that fails is invoked three times in all', async () => {
  const { put, invoked } = busWith([rule({ functionArns: ['f1'] })], 9);
  put(event);
  await expect.poll(() => invoked.length).toBe(3);
});

it('PutEvents refuses an entry by itself, and puts the others', () => {
  const { put, sent } = busWith([rule({ queueArns: ['q1'] })]);
  const entry = { Source: 'shop', DetailType: 'Sold', Detail: '{"id":1}', Time: 1_700_000_000 };
  const answer = answerPutEvents(
    { Entries: [entry, { ...entry, Detail: 'no JSON' }, { ...entry, Source: '' }, entry] },
    put,
  );
  expect(answer).toMatchObject({
    FailedEntryCount: 2,
    Entries: [
      { EventId: expect.any(String) },
      { ErrorCode: 'InvalidArgument' },
      { ErrorCode: 'InvalidArgument' },
      { EventId: expect.any(String) },
    ],
  });
  expect(sent).toHaveLength(2);
});

it('a request names each bus once, by name or ARN', () => {
  const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/own';
  const Entries = [{}, { EventBusName: 'own' }, { EventBusName: arn }];
  const names = busArnsOf({ Entries }).map((each) => each.split('/')[1]);
  expect(names).toEqual(['default', 'own']);
});

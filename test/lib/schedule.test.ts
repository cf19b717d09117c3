import { expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

it.each([
  ['ReapSchedule', 'rate(15 minutes)', /^ReapUploads/],
  ['ReconcileSchedule', 'rate(7 days)', /^Reconcile/],
])('%s runs at %s, and the next run repairs what a failed one left', async (id, rate, target) => {
  const { media } = await synthesize();
  expect(only(media, 'AWS::Events::Rule', id)).toEqual({
    ScheduleExpression: rate,
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Target0',
        Arn: { 'Fn::GetAtt': [expect.stringMatching(target), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    ],
  });
});

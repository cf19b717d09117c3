import { expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

it('reap-uploads runs every 15 minutes, and a run that failed is made up for by the next', async () => {
  const { media } = await synthesize();
  expect(only(media, 'AWS::Events::Rule')).toEqual({
    ScheduleExpression: 'rate(15 minutes)',
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Target0',
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ReapUploads/), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    ],
  });
});

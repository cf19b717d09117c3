// What an operator meets in the first hours after a deployment: alarms, the dashboard, groups and the first invitation.
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { only, synthesize } from './synthesize.ts';

type Media = Awaited<ReturnType<typeof synthesize>>['media'];

let media: Media;
beforeAll(async () => {
  ({ media } = await synthesize(shippedConfig));
});

describe('in a quiet first hour', () => {
  it('no alarm takes missing data for trouble', () => {
    for (const { Properties } of Object.values(media.findResources('AWS::CloudWatch::Alarm'))) {
      expect(Properties.TreatMissingData).not.toBe('breaching');
    }
  });

  it('a reaper that stops is reported, because its alarm loses its data', () => {
    const alarm = only(media, 'AWS::CloudWatch::Alarm', 'OperationsReapMissingAlarm');
    expect(alarm.TreatMissingData).toBe('missing');
    expect(alarm.InsufficientDataActions).toEqual(alarm.AlarmActions);
  });
});

it('the dashboard’s search has its namespace in quotes, as a name with a hyphen must have', () => {
  const { DashboardBody } = only(media, 'AWS::CloudWatch::Dashboard');
  expect(JSON.stringify(DashboardBody)).toContain(
    JSON.stringify(JSON.stringify(`SEARCH('{"Airlock/Airlock-Media",Reason}`)).slice(3, -3),
  );
});

it('a new account with 10 runs at once can keep some for the API, and retry what was held back', async () => {
  const operations = { queueConcurrency: 2, queueAttempts: 50 };
  const config = { ...shippedConfig, operations: { ...shippedConfig.operations, ...operations } };
  const small = (await synthesize(config)).media;
  const limits = Object.values(small.findResources('AWS::Lambda::EventSourceMapping')).flatMap(
    ({ Properties }) => Properties.ScalingConfig?.MaximumConcurrency ?? [],
  );
  // Of uploads, publications, variants and their results: eight of ten.
  expect(limits).toEqual([2, 2, 2, 2]);
  const { RedrivePolicy } = only(small, 'AWS::SQS::Queue', 'UploadsQueue');
  expect(RedrivePolicy.maxReceiveCount).toBe(50);
});

describe('the user pool', () => {
  it('the user pool has the groups of publishers too', async () => {
    const collections = {
      posters: { types: ['image/png'], maxBytes: 1, publishers: ['group:editors'] as const },
    };
    const published = (await synthesize(defineConfig({ collections }))).media;
    expect(only(published, 'AWS::Cognito::UserPoolGroup').GroupName).toBe('editors');
  });

  it('invites people to the address of the site', () => {
    const { AdminCreateUserConfig } = only(media, 'AWS::Cognito::UserPool');
    const text = JSON.stringify(AdminCreateUserConfig.InviteMessageTemplate.EmailMessage);
    expect(text).toContain('"OutputName":"SiteUrl"');
    expect(text).toContain('{username}');
    expect(text).toContain('{####}');
  });
});

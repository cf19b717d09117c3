// What `events` adds to the media stack: the relay's filter, the bus, and the resources of each webhook.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { webhookAttempts, webhookDelaysSeconds } from '../../lambdas/config/webhook-schedule.ts';
import { everyOption } from './configs.ts';
import { only, synthesize } from './synthesize.ts';

let silent: Template;
let media: Template;
beforeAll(async () => {
  [{ media: silent }, { media }] = await Promise.all([synthesize(), synthesize(everyOption)]);
});

const arnOf = (id: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(id), 'Arn'] });
const rightsOf = (template: Template, id: string) =>
  only(template, 'AWS::IAM::Role', id).Properties?.Policies ??
  only(template, 'AWS::IAM::Role', id).Policies;

describe('without events', () => {
  it('nothing may put events on a bus, and there is no webhook', () => {
    expect(JSON.stringify(silent.toJSON())).not.toContain('events:PutEvents');
    expect(JSON.stringify(silent.toJSON())).toContain('"EVENT_BUS":""');
    silent.resourceCountIs('AWS::Events::EventBus', 0);
    silent.resourceCountIs('Custom::WebhookSecret', 0);
  });
});

describe('with events', () => {
  it('the relay sees every outcome of a file, and each refusal for lack of quota', () => {
    const { Filters } = only(
      media,
      'AWS::Lambda::EventSourceMapping',
      'ChangesFeed',
    ).FilterCriteria;
    expect(Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { status: { S: ['ready', 'rejected', 'deleted'] } } },
      },
      { dynamodb: { NewImage: { sk: { S: ['QUOTA_EXCEEDED'] } } } },
    ]);
  });

  it('only the relay may put events, and only on the stack’s own bus', () => {
    const text = JSON.stringify(media.findResources('AWS::IAM::Role'));
    expect(text.split('events:PutEvents')).toHaveLength(2);
    expect(JSON.stringify(rightsOf(media, 'RelayChanges'))).toMatch(
      /"events:PutEvents","Effect":"Allow","Resource":\{"Fn::GetAtt":\["EventBus/,
    );
  });
});

describe('a webhook', () => {
  const queue = () => only(media, 'AWS::SQS::Queue', 'WebhookshopQueue');

  it('receives the types that it asks for, of this deployment alone', () => {
    expect(only(media, 'AWS::Events::Rule', 'WebhookshopEvents')).toMatchObject({
      EventBusName: { Ref: expect.stringMatching(/^EventBus/) },
      EventPattern: { source: ['airlock.Airlock'], 'detail-type': ['FileReady', 'FileDeleted'] },
      Targets: [
        {
          Arn: arnOf(/^WebhookshopQueue/),
          DeadLetterConfig: { Arn: arnOf(/^WebhookshopDeadLetters/) },
        },
      ],
    });
    expect(only(media, 'AWS::Events::Rule', 'WebhookauditEvents').EventPattern).toEqual({
      source: ['airlock.Airlock'],
    });
  });

  it('a webhook is tried for a day, then its dead letters wait under an alarm', () => {
    const hours = webhookDelaysSeconds.reduce<number>((sum, delay) => sum + delay, 0) / 3600;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(24);
    expect(queue().RedrivePolicy).toMatchObject({
      deadLetterTargetArn: arnOf(/^WebhookshopDeadLetters/),
      maxReceiveCount: webhookAttempts,
    });
    expect(queue().MessageRetentionPeriod).toBeGreaterThan(2 * 86_400);
    expect(Math.max(...webhookDelaysSeconds)).toBeLessThanOrEqual(12 * 3600);
    only(media, 'AWS::CloudWatch::Alarm', 'WebhookshopDeadLetterAlarm');
  });

  it('a webhook has a function, a queue and secrets of its own, and may read no other', () => {
    for (const name of ['shop', 'audit']) {
      const rights = JSON.stringify(rightsOf(media, `Webhook${name}DeliverWebhook`));
      expect(rights).toContain(`Webhook${name}Queue`);
      expect(rights).toContain(`webhook-secrets/${name}/`);
      const other = name === 'shop' ? 'audit' : 'shop';
      expect(rights).not.toContain(other);
    }
    expect(
      only(media, 'AWS::Lambda::Function', 'WebhookshopDeliverWebhook').Environment.Variables,
    ).toMatchObject({
      WEBHOOK_NAME: 'shop',
      WEBHOOK_SECRETS:
        '/Airlock-Media/webhook-secrets/shop/b,/Airlock-Media/webhook-secrets/shop/a',
    });
  });

  it('the template holds no secret of a webhook', () => {
    expect(JSON.stringify(media.toJSON())).not.toContain('whsec_');
    media.resourceCountIs('Custom::WebhookSecret', 3);
  });

  it('the outputs name a webhook, with its dead-letter queue and its secrets', () => {
    const outputs = media.findOutputs('*');
    expect(JSON.stringify(outputs.WebhookDeadLetterQueueUrls)).toMatch(/shop=.*audit=/);
    expect(outputs.WebhookSecretParameters?.Value).toBe(
      'shop=/Airlock-Media/webhook-secrets/shop/b,shop=/Airlock-Media/webhook-secrets/shop/a,audit=/Airlock-Media/webhook-secrets/audit/a',
    );
    expect(outputs.EventBusArn).toBeDefined();
  });
});

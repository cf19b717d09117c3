import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { defineEvents } from '../../lambdas/config/events-config.ts';
import { defineOperations } from '../../lambdas/config/operations-config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { functionNames } from '../../lambdas/functions.ts';
import { logMetrics } from '../../lib/log-metrics.ts';
import { withIssuers } from './configs.ts';
import { only, synthesize } from './synthesize.ts';

const emails = ['ops@example.com', 'night@example.com'];
const scanned = (scanner: ScannerInput) =>
  defineConfig({
    collections: { notes: { types: ['text/plain'], maxBytes: 1, scan: true } },
    scanner,
  });
const vpc = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };

let templates: Template[];
let media: Template;
let traced: Template;
beforeAll(async () => {
  const shipped = await synthesize();
  const operations = defineOperations({ alarmEmails: emails, tracing: true });
  const events = {
    bus: 'own',
    webhooks: [{ name: 'shop', url: 'https://shop.example.com/' }],
  } as const;
  const other = await synthesize({
    ...scanned({ engine: 'guardduty' }),
    operations,
    ...defineEvents(events),
  });
  const third = await synthesize(scanned({ engine: 'clamd', host: '10.0.0.7', vpc }));
  const fourth = await synthesize(withIssuers);
  media = shipped.media;
  traced = other.media;
  templates = [shipped, other, third, fourth].flatMap(({ media, site }) => [media, site]);
});

const resources = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

describe('alarms', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const entries = new Map(
    runbook
      .split(/^## /m)
      .slice(1)
      .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry]),
  );

  it('each say what is wrong and name their entry in the runbook, and no entry is without an alarm', () => {
    const named = templates
      .flatMap((template) => resources(template, 'AWS::CloudWatch::Alarm'))
      .map(({ AlarmDescription }) => {
        expect(AlarmDescription).toMatch(/^[A-Z].+\. See the runbook, \w+Alarm\.$/);
        return String(AlarmDescription).split('See the runbook, ')[1]?.slice(0, -1);
      });
    const described = [...entries.keys()].filter((name) => name.endsWith('Alarm'));
    expect([...new Set(named)].sort()).toEqual(described.sort());
  });

  it('every alarm has an entry in the runbook that describes, investigates and resolves', () => {
    for (const [name, entry] of entries) {
      if (!name.endsWith('Alarm')) continue;
      const bold = entry.match(/^\*\*\w+\.\*\*/gm);
      expect(bold, name).toEqual(['**Description.**', '**Investigation.**', '**Resolution.**']);
    }
  });

  it('the entries of the runbook name functions, outputs and queues as they are', () => {
    const outputs = templates.flatMap((template) => Object.keys(template.findOutputs('*')));
    for (const [, name = ''] of runbook.matchAll(/\boutput `(\w+)`/g))
      expect(outputs).toContain(name);
    const functions = templates.flatMap((template) =>
      Object.keys(template.findResources('AWS::Lambda::Function')),
    );
    for (const [, name = ''] of runbook.matchAll(/log group of `(\w+)`/g)) {
      expect(
        functions.some((id) => id.startsWith(`${name}Function`)),
        name,
      ).toBe(true);
    }
    const redriven = Array.from(
      runbook.matchAll(/npm run redrive -- ([\w<>-]+)/g),
      ([, name]) => name,
    );
    expect(new Set(redriven)).toEqual(
      new Set([
        ...['uploads', 'deletions', 'changes', 'publications', 'scans'],
        ...['variants', 'variant-results', 'webhook-<name>', 'all'],
      ]),
    );
  });

  it('all reach the topic, which mails to whoever the configuration names', () => {
    for (const template of [media, traced]) {
      const alarms = resources(template, 'AWS::CloudWatch::Alarm');
      const topic = { Ref: expect.stringMatching(/^OperationsAlarms/) };
      expect(alarms.length).toBeGreaterThan(8);
      for (const alarm of alarms)
        expect(alarm.AlarmActions, alarm.AlarmDescription).toEqual([topic]);
    }
    expect(resources(media, 'AWS::SNS::Subscription')).toEqual([]);
    expect(resources(traced, 'AWS::SNS::Subscription')).toMatchObject(
      emails.map((Endpoint) => ({ Protocol: 'email', Endpoint })),
    );
  });
});

describe('the topic', () => {
  it('the topic lets alarms of this account publish, and requires TLS', () => {
    const [policy] = resources(media, 'AWS::SNS::TopicPolicy');
    expect(policy?.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: expect.stringMatching(/^OperationsAlarms/) },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': expect.anything() },
        },
      },
    ]);
  });
});

describe('metrics', () => {
  const filtersOf = (template: Template, name: string) =>
    resources(template, 'AWS::Logs::MetricFilter').filter(
      ({ MetricTransformations: [metric] }) => metric.MetricName === name,
    );
  const groupsOf = (template: Template, name: string) =>
    filtersOf(template, name).map(({ LogGroupName }) => String(LogGroupName.Ref).slice(0, -8));

  it('metrics filter the log lines of every function that settles a file, scanners included', () => {
    const settling = [
      'CompleteUploadLogs',
      'ReceiveUploadLogs',
      'ReapUploadsLogs',
      'ReconcileLogs',
    ];
    expect(groupsOf(media, 'BytesReady').sort()).toEqual(settling.sort());
    expect(groupsOf(traced, 'BytesReady').sort()).toEqual(
      [...settling, 'ReceiveScanResultLogs'].sort(),
    );
    expect(filtersOf(media, 'BytesReady')[0]).toMatchObject({
      FilterPattern: '{ $.event = "upload_ready" }',
      MetricTransformations: [
        { MetricNamespace: 'Airlock/Airlock-Media', MetricValue: '$.verdict.size', Unit: 'Bytes' },
      ],
    });
  });

  it('count every 429 in the API’s access log', () => {
    expect(filtersOf(media, 'RequestsThrottled')).toMatchObject([
      {
        FilterPattern: '{ $.status = "429" }',
        LogGroupName: { Ref: expect.stringMatching(/^FilesApiAccessLogs/) },
      },
    ]);
  });

  it('the dashboard draws every metric, every function’s errors, every queue’s age and every alarm', () => {
    const body = JSON.stringify(only(media, 'AWS::CloudWatch::Dashboard').DashboardBody);
    for (const name of Object.keys(logMetrics)) expect(body, name).toContain(name);
    const alarms = Object.keys(media.findResources('AWS::CloudWatch::Alarm'));
    for (const id of alarms) expect(body, id).toContain(id);
    expect(body.match(/ApproximateAgeOfOldestMessage/g)).toHaveLength(4);
    const scanned = JSON.stringify(only(traced, 'AWS::CloudWatch::Dashboard').DashboardBody);
    expect(scanned.match(/ApproximateAgeOfOldestMessage/g)).toHaveLength(3);
    const functions = Object.keys(media.findResources('AWS::Lambda::Function'));
    const ofStory = functions.filter((id) => !id.startsWith('Custom'));
    expect(ofStory.length).toBeGreaterThan(functionNames.length - 3);
    for (const id of ofStory) expect(body, id).toContain(id);
  });
});

describe('tracing', () => {
  const ofStory = (template: Template) =>
    Object.entries(template.findResources('AWS::Lambda::Function'))
      .filter(([id]) => !id.startsWith('Custom'))
      .map(([, { Properties }]) => Properties.TracingConfig);

  it('tracing is off unless it is configured', () => {
    expect(shippedConfig.operations.tracing).toBe(false);
    expect(new Set(ofStory(media))).toEqual(new Set([undefined]));
    expect(JSON.stringify(media.toJSON())).not.toContain('xray:');
  });

  it('configured tracing is on for every function, with the right to write traces and no other', () => {
    for (const tracing of ofStory(traced)) expect(tracing).toEqual({ Mode: 'Active' });
    const roles = Object.entries(traced.findResources('AWS::IAM::Role')).filter(([, role]) =>
      JSON.stringify(role).includes('logs:PutLogEvents'),
    );
    expect(roles).toHaveLength(ofStory(traced).length);
    for (const [id, role] of roles) {
      expect(JSON.stringify(role), id).toContain(
        '"xray:PutTelemetryRecords","xray:PutTraceSegments"',
      );
    }
    expect(
      Object.keys(traced.findResources('AWS::IAM::Policy')).filter(
        (id) => !id.startsWith('Custom'),
      ),
    ).toEqual([]);
  });
});

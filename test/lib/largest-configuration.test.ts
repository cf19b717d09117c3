// Quotas of AWS on stacks and resources that no configuration is refused for: the largest configuration stays below them.
import { describe, expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { limits } from '../../lib/limits.ts';
import { stackLimits } from '../../lib/refuse-beyond-limits.ts';
import { contentOf, type TemplateResource } from '../../lib/resources-of.ts';
import { charactersOf } from '../../lib/template-length.ts';
import { embed, emptyStack, templateOf } from './embed.ts';
import { generations, origins, tags, times, url } from './many-values.ts';

/** The largest of everything that a configuration can ask for at once, within the quotas above. */
const largest: Partial<AirlockProps> = {
  collections: Object.fromEntries(
    times(100, (index) => [
      `${index}`.padStart(64, 'c'),
      images({ readers: [`group:${'g'.repeat(100)}-${index % 20}`], variants: {} }),
    ]),
  ),
  origins: origins(15, 60),
  downloads: 'cdn',
  downloadKeys: times(5, (index) => `k${index}`),
  events: {
    bus: 'own',
    webhooks: times(10, (index) => ({
      name: `${index}`.padStart(32, 'w'),
      url: `${url}/${'a'.repeat(2000)}`,
      secrets: generations(3),
    })),
  },
  operations: { tracing: true, auditLog: { retentionDays: 400 } },
  tags: tags(50),
};

describe('the largest configuration stays below the quotas that nothing in it can exceed', () => {
  const stack = emptyStack();
  embed(stack, largest, 'U'.repeat(100));
  templateOf(stack);
  const content = contentOf(stack);
  const ofType = (type: string) => content.resources.filter((each) => each.type === type);
  const longest = (type: string, measure: (resource: TemplateResource) => number) =>
    Math.max(0, ...ofType(type).map(measure));
  const document = ({ properties }: TemplateResource) => charactersOf(properties.PolicyDocument);
  const description = ({ properties }: TemplateResource) =>
    charactersOf(properties.Description ?? properties.AlarmDescription ?? '');
  /** Most resources of a type that share the value of a property. */
  const sharing = (type: string, property: string) => {
    const counts = new Map<string, number>();
    for (const { properties } of ofType(type)) {
      const key = JSON.stringify(properties[property]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values());
  };

  it.each<[what: string, used: number, most: number]>([
    ['resources of a stack', content.resources.length, stackLimits.resources],
    ['outputs of a stack', content.outputs, stackLimits.outputs],
    ['parameters of a stack', content.parameters, stackLimits.parameters],
    ['bytes of a template', charactersOf(content.resources), stackLimits.templateBytes],
    ['characters of a bucket policy', longest('AWS::S3::BucketPolicy', document), 20_480],
    ['characters of a queue policy', longest('AWS::SQS::QueuePolicy', document), 8192],
    ['characters of a topic policy', longest('AWS::SNS::TopicPolicy', document), 30_720],
    // A statement of a function's policy is shorter than 1 KB, and all of them take 20 KB.
    ['statements of a function’s policy', sharing('AWS::Lambda::Permission', 'FunctionName'), 20],
    ['routes of an API', ofType('AWS::ApiGatewayV2::Route').length, 300],
    ['integrations of an API', ofType('AWS::ApiGatewayV2::Integration').length, 300],
    ['rules of an event bus', ofType('AWS::Events::Rule').length, 300],
    ['metric filters of a log group', sharing('AWS::Logs::MetricFilter', 'LogGroupName'), 100],
    [
      'indexes of a table',
      longest(
        'AWS::DynamoDB::GlobalTable',
        ({ properties }) => Object.keys(properties.GlobalSecondaryIndexes ?? {}).length,
      ),
      20,
    ],
    [
      'metrics of an alarm',
      longest(
        'AWS::CloudWatch::Alarm',
        ({ properties }) => Object.keys(properties.Metrics ?? {}).length,
      ),
      11,
    ],
    [
      'bytes of a dashboard',
      longest('AWS::CloudWatch::Dashboard', ({ properties }) =>
        charactersOf(properties.DashboardBody),
      ),
      1_000_000,
    ],
    ['characters of an alarm’s description', longest('AWS::CloudWatch::Alarm', description), 1024],
    ['characters of a function’s description', longest('AWS::Lambda::Function', description), 256],
    ['characters of a rule’s description', longest('AWS::Events::Rule', description), 512],
  ])('%s are within their quota: %i of %i', (_what, used, most) => {
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThanOrEqual(most);
  });

  it.each(limits.map((limit) => [limit.unit, limit] as const))(
    '%s are within their quota',
    (_unit, limit) => {
      for (const resource of ofType(limit.type)) {
        expect(limit.use(resource, content.resources), resource.path).toBeLessThanOrEqual(
          limit.most,
        );
      }
    },
  );
});

describe('the length of a value that only CloudFormation knows is estimated, never too short', () => {
  it.each<[value: unknown, characters: number]>([
    ['text', 4],
    [['a', 'b'], 9],
    [{ a: 1 }, 7],
    [{ Ref: 'AWS::Region' }, 16],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::AccountId' }, ':']] }, 19],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 112],
  ])('%j counts as %i characters', (value, characters) => {
    expect(charactersOf(value)).toBe(characters);
  });
});

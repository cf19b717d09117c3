// Quotas of AWS on stacks and resources: each that a valid configuration can exceed is refused at synth by its field.
import { CfnOutput, CfnParameter, Tags } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { stackLimits } from '../../lib/refuse-beyond-limits.ts';
import { embed, emptyStack, templateOf } from './embed.ts';
import { generations, origins, tags, times, url } from './many-values.ts';

const webhooks = (count: number) => times(count, (index) => ({ name: `shop-${index}`, url }));
const issuer = { issuer: 'https://login.example.com', clientId: 'page' };
const inVpc = (subnets: number, groups: number) =>
  ({
    collections: { photos: images({ scan: true, maxBytes: 1000 }) },
    scanner: {
      engine: 'clamd',
      host: '10.0.0.7',
      vpc: {
        subnetIds: times(subnets, (index) => `subnet-${index.toString(16).padStart(17, '0')}`),
        securityGroupIds: times(groups, (index) => `sg-${index.toString(16).padStart(17, '0')}`),
      },
    },
  }) as const;
const readBy = (groups: readonly string[]) => ({
  collections: { photos: images({ readers: groups.map((name) => `group:${name}` as const) }) },
});
const stored = (count: number) =>
  Object.fromEntries(
    times(count, (index) => [
      `collection-${index}`,
      {
        types: ['text/plain'],
        maxBytes: 1000,
        storage: { class: 'standard-ia', afterDays: 30 } as const,
      },
    ]),
  );
const synthesized = (props: Partial<AirlockProps>, id?: string) => () => {
  const stack = emptyStack();
  embed(stack, props, id);
  return templateOf(stack);
};

describe('a quota that a configuration exceeds is refused by its field, and what it allows is not', () => {
  it.each<
    [
      line: RegExp,
      tooMuch: Partial<AirlockProps>,
      enough: Partial<AirlockProps>,
      ids?: readonly [string, string],
    ]
  >([
    [
      /events\.webhooks and its secrets, and rights that the app adds, make 1\d{4} characters of inline policies \(Shop\/Uploads\/Webhook-shop\/.*; AWS takes at most 10240 /,
      { events: { webhooks: [{ name: 'shop', url, secrets: generations(120) }] } },
      { events: { webhooks: [{ name: 'shop', url, secrets: generations(20) }] } },
    ],
    [
      /events\.webhooks \(url and secrets\) or auth\.audiences make 4\d{3} bytes of environment variables .*; AWS takes at most 4096 /,
      { events: { webhooks: [{ name: 'shop', url: `${url}/${'a'.repeat(4000)}` }] } },
      { events: { webhooks: [{ name: 'shop', url: `${url}/${'a'.repeat(3500)}` }] } },
    ],
    [
      /scanner\.vpc\.securityGroupIds make 6 security groups of a function .* at most 5 /,
      inVpc(1, 6),
      inVpc(1, 5),
    ],
    [
      /scanner\.vpc\.subnetIds make 17 subnets of a function .* at most 16 /,
      inVpc(17, 1),
      inVpc(16, 1),
    ],
    [
      /origins and the site make 101 callback URLs of a client .* at most 100 /,
      { origins: origins(101) },
      { origins: origins(100) },
    ],
    [
      /origins make \d+ bytes of rules for other origins .* at most 65536 /,
      { origins: origins(1000, 60), auth: { ...issuer } },
      { origins: origins(500, 60), auth: { ...issuer } },
    ],
    [
      /origins make a policy of up to \d+ characters; CloudFront takes at most 1783, where downloads: 'cdn' /,
      { downloads: 'cdn', origins: origins(60) },
      { downloads: 'cdn', origins: origins(40) },
    ],
    [
      /collections make 1002 lifecycle rules .* at most 1000 /,
      { collections: stored(1001) },
      { collections: stored(999) },
    ],
    [
      /auth\.audiences and auth\.clientId make 5[12] audiences of an authorizer .* at most 50 /,
      { auth: { ...issuer, audiences: times(51, (index) => `audience-${index}`) } },
      { auth: { ...issuer, audiences: times(49, (index) => `audience-${index}`) } },
    ],
    [
      /auth\.scopes make 11 scopes of a route .* at most 10 /,
      { auth: { ...issuer, scopes: times(11, (index) => `scope-${index}`) } },
      { auth: { ...issuer, scopes: times(10, (index) => `scope-${index}`) } },
    ],
    [
      /auth\.scopes or auth\.services make 65 characters of one scope .* at most 64 /,
      { auth: { ...issuer, scopes: ['s'.repeat(65)] } },
      { auth: { ...issuer, scopes: ['s'.repeat(64)] } },
    ],
    [
      /auth\.issuer make 2049 characters of an issuer .* at most 2048 /,
      { auth: { ...issuer, issuer: `https://a.example/${'i'.repeat(2031)}` } },
      { auth: { ...issuer, issuer: `https://a.example/${'i'.repeat(2030)}` } },
    ],
    [
      /origins and the site make 1030 characters of one callback URL .* at most 1024 /,
      { origins: [`https://${'a.'.repeat(507)}example`] },
      { origins: [`https://${'a.'.repeat(503)}example`] },
    ],
    [
      /downloadKeys make 6 public keys in a key group .* at most 5 /,
      { downloads: 'cdn', downloadKeys: times(6, (index) => `k${index}`) },
      { downloads: 'cdn', downloadKeys: times(5, (index) => `k${index}`) },
    ],
    [
      /the groups of collections and quota\.overrides make 129 characters of the name of a group .* at most 128 /,
      readBy(['g'.repeat(129)]),
      readBy(['g'.repeat(128)]),
    ],
    [
      /the construct's id and those of the constructs around it make 26\d characters of the namespace of metrics .* at most 255 /,
      {},
      {},
      ['U'.repeat(250), 'U'.repeat(150)],
    ],
    [/tags are 51 .* at most 50 /, { tags: tags(51) }, { tags: tags(50) }],
    [
      /The stack Shop has \d+ resources; CloudFormation takes at most 500\. Of \d+ resources of this Airlock, 300 by groups of collections and quota\.overrides; others in the stack: 0\./,
      readBy(times(300, (index) => `readers-${index}`)),
      readBy(times(200, (index) => `readers-${index}`)),
    ],
    [
      /The stack Shop has \d+ resources; .* by events\.webhooks;/,
      { events: { webhooks: webhooks(30) } },
      { events: { webhooks: webhooks(20) } },
    ],
    [
      /The stack Shop has \d+ resources; .*, 300 by operations\.alarmEmails;/,
      { operations: { alarmEmails: times(300, (index) => `ops-${index}@example.com`) } },
      { operations: { alarmEmails: times(200, (index) => `ops-${index}@example.com`) } },
    ],
  ])(
    'a configuration beyond a quota is refused with the line %s',
    (line, tooMuch, enough, [longer, shorter] = ['Uploads', 'Uploads']) => {
      expect(synthesized(tooMuch, longer)).toThrow(line);
      expect(synthesized(enough, shorter)).not.toThrow();
    },
  );
});

describe('what others add to the stack is counted and named', () => {
  it('resources of others are counted apart from those of the Airlock', () => {
    const stack = emptyStack();
    embed(stack);
    times(300, (index) => new CfnTopic(stack, `Topic${index}`));
    expect(() => templateOf(stack)).toThrow(
      /The stack Shop has \d+ resources; .*; others in the stack: 300\. Name fewer, or give the Airlock a stack of its own\./,
    );
  });

  it('outputs and parameters of others are counted', () => {
    const stack = emptyStack();
    embed(stack);
    times(200, (index) => new CfnOutput(stack, `Output${index}`, { value: 'x' }));
    times(201, (index) => new CfnParameter(stack, `Parameter${index}`));
    expect(() => templateOf(stack)).toThrow(
      /has 2\d\d outputs; CloudFormation takes at most 200.*\n.*has 20[12] parameters; CloudFormation takes at most 200/,
    );
  });

  it('a template that is too long is refused', () => {
    const stack = emptyStack();
    embed(stack);
    const dashboardBody = 'x'.repeat(stackLimits.templateBytes);
    new CfnDashboard(stack, 'Board', { dashboardBody });
    expect(() => templateOf(stack)).toThrow(
      /has 1\d{6} bytes of a template; CloudFormation takes at most 1000000/,
    );
  });

  it('tags that an aspect of the app adds are counted', () => {
    const stack = emptyStack();
    embed(stack, { tags: tags(30) });
    for (const key of Object.keys(tags(60))) Tags.of(stack.node.root).add(key, 'value');
    expect(() => templateOf(stack)).toThrow(/tags are 60 .* at most 50 /);
  });
});

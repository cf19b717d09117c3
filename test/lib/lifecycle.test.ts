// What a failed first deployment, an upgrade and a removal leave behind, as the templates say it.
import { beforeAll, describe, expect, it } from 'vitest';
import { everyOption } from './configs.ts';
import { synthesize } from './synthesize.ts';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

let resources: [id: string, resource: Resource][];
beforeAll(async () => {
  const { site, media } = await synthesize(everyOption);
  resources = [site, media].flatMap((template) =>
    Object.entries(template.toJSON().Resources as Record<string, Resource>),
  );
});

const idsOf = (isMeant: (resource: Resource) => boolean) =>
  resources.filter(([, resource]) => isMeant(resource)).map(([id]) => id);

describe('a first deployment that fails', () => {
  it('a first deployment that fails leaves only table and user pool, which are protected against deletion', () => {
    const left = resources.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    expect(left.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::Cognito::UserPool',
      'AWS::DynamoDB::GlobalTable',
    ]);
  });
});

describe('the removal of a stack', () => {
  it('removing a stack keeps every bucket with uploads, queue, log, table and user pool', () => {
    const kept = new Set(idsOf(({ DeletionPolicy }) => /^Retain/.test(DeletionPolicy ?? '')));
    const holding = idsOf(({ Type }) =>
      /^AWS::(SQS::Queue|Logs::LogGroup|DynamoDB::GlobalTable|Cognito::UserPool)$/.test(Type),
    );
    const buckets = idsOf(({ Type }) => Type === 'AWS::S3::Bucket').filter(
      (id) => !id.startsWith('StaticBucket'),
    );
    expect(buckets.length).toBeGreaterThan(2);
    expect([...holding, ...buckets].filter((id) => !kept.has(id))).toEqual([]);
  });

  it('a resource that is kept on deletion is kept on replacement too', () => {
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of resources) {
      if (!DeletionPolicy?.startsWith('Retain')) continue;
      expect(UpdateReplacePolicy, id).toBe('Retain');
    }
  });
});

it('GuardDuty’s plan starts after the distribution, by when AWS knows the role', () => {
  const [, plan] = resources.find(([, { Type }]) => Type.endsWith('MalwareProtectionPlan')) ?? [];
  expect(plan?.DependsOn).toContainEqual(expect.stringMatching(/^MediaCdnDistribution/));
});

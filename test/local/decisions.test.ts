// Decisions by themselves: the statements that every bucket has, and which requests need not be decided twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifierOf } from '../../local/iam/equivalence.ts';
import { type PolicyDocument, policyOf, rightsIn } from '../../local/iam/policy.ts';
import { type Judged, simulate } from '../../local/iam/simulate.ts';

const role = 'arn:aws:sts::000000000000:assumed-role/Role/Function';
const allow = (action: string, resource: string, condition?: object): PolicyDocument =>
  policyOf([{ action, resource, ...(condition && { condition: condition as Condition }) }]);
type Condition = NonNullable<ReturnType<typeof rightsIn>[number]['condition']>;

const judge = (changes: Partial<Judged> = {}) =>
  simulate({
    principal: role,
    policies: [allow('s3:GetObject', 'arn:aws:s3:::bucket/*')],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    context: { 'aws:SecureTransport': 'true' },
    ...changes,
  });

describe('a bucket’s policy', () => {
  const tlsOnly: PolicyDocument = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  };

  it('a bucket policy that requires TLS denies requests without it, whatever the role allows', async () => {
    const bucket = { policy: tlsOnly, restrictsPublic: true };
    expect(await judge({ bucket })).toBe('allowed');
    const context = { 'aws:SecureTransport': 'false' };
    expect(await judge({ bucket, context })).toBe('denied by resource');
  });

  it('a bucket policy for everyone allows no access from outside where public access is blocked', async () => {
    const policy: PolicyDocument = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bucket/*',
      },
    };
    const principal = 'arn:aws:iam::111111111111:user/outside';
    expect(await judge({ principal, bucket: { policy, restrictsPublic: false } })).toBe('allowed');
    expect(await judge({ principal, bucket: { policy, restrictsPublic: true } })).toBe(
      'denied by resource',
    );
  });
});

it('nothing is decided about an action that IAM does not have', async () => {
  await expect(judge({ action: 's3:TakeObject' })).rejects.toThrow(
    /^IAM cannot decide s3:TakeObject on/,
  );
});

it('requests of one class get one decision', async () => {
  const text = fc.stringMatching(/^[A-C*?]{1,3}$/);
  const pattern = fc.stringMatching(/^[A-C*?]{0,2}\*?$/);
  const operator = fc.constantFrom('StringLike', 'StringEquals', 'StringNotLike');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(pattern, operator, pattern, fc.boolean()), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(text, fc.option(text)), { minLength: 8, maxLength: 8 }),
      async (rights, requests) => {
        const policies = rights.map(([key, compare, prefix, isConditional]) =>
          allow(
            's3:ListBucketVersions',
            `arn:aws:s3:::bucket${key}`,
            isConditional ? { [compare]: { 's3:prefix': prefix } } : undefined,
          ),
        );
        const classOf = classifierOf(policies);
        const verdicts = new Map<string, string>();
        for (const [name, prefix] of requests) {
          const action = 's3:ListBucketVersions';
          const resource = `arn:aws:s3:::bucket${name.replaceAll(/[*?]/g, '')}`;
          const context = { ...(prefix !== null && { 's3:prefix': prefix }) };
          const verdict = await judge({ policies, action, resource, context });
          const kind = classOf({ accessKeyId: '', action, resource, context });
          expect(verdicts.get(kind) ?? verdict).toBe(verdict);
          verdicts.set(kind, verdict);
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('a policy is the sum of its single rights', () => {
  const policy: PolicyDocument = {
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'] },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    ],
  };
  expect(rightsIn([policy]).map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    's3:GetObject a',
    's3:GetObject b',
    's3:PutObject a',
    's3:PutObject b',
  ]);
});

// Every line of the checklist holds for the stacks as shipped, and each fails, alone, for the fault that it has to notice.
import { beforeAll, describe, expect, it } from 'vitest';
import { checklist, examine } from '../../doctor/examine.ts';
import { everyOption, withClamd, withIssuers } from '../lib/configs.ts';
import { changes } from './changes.ts';
import {
  asStacks,
  changed,
  logicalIdOf,
  type ShippedStacks,
  shippedStacks,
} from './shipped-stacks.ts';

let shipped: ShippedStacks;
beforeAll(async () => {
  shipped = await shippedStacks();
});

const failuresOf = (stacks: Parameters<typeof examine>[0]) =>
  examine(stacks).flatMap(({ id, holds, findings }) =>
    holds ? [] : [{ id, failing: findings.filter(({ outcome }) => outcome === 'fails') }],
  );

/** What fails after a change and does not fail for the stacks as shipped: a defect of theirs is one test's matter. */
const failuresCausedBy = (stacks: Parameters<typeof examine>[0]) => {
  const known = new Set(
    failuresOf(asStacks(shipped)).flatMap(({ id, failing }) =>
      failing.map((finding) => JSON.stringify([id, finding])),
    ),
  );
  return failuresOf(stacks).flatMap(({ id, failing }) => {
    const caused = failing.filter((finding) => !known.has(JSON.stringify([id, finding])));
    return caused.length > 0 ? [{ id, failing: caused }] : [];
  });
};

it('every line of the checklist holds for the stacks as shipped', () => {
  expect(failuresOf(asStacks(shipped))).toEqual([]);
});

it.each([
  ['with a clamd', withClamd],
  ['with every option of the site and GuardDuty', everyOption],
  ['with a function that verifies tokens', withIssuers],
])('every line of the checklist holds %s', async (_, config) => {
  expect(failuresOf(asStacks(await shippedStacks(config)))).toEqual([]);
});

it('a line that finds nothing to be about does not hold', () => {
  const lines = examine([{ name: 'Empty', template: {} }]);
  expect(lines.map(({ holds }) => holds)).toEqual(checklist.map(() => false));
});

describe('a change of the template fails its line and no other', () => {
  it.each(changes)(
    'fails the line $line and no other: $what',
    ({ line, resource, property, value, blamed }) => {
      const failures = failuresCausedBy(asStacks(changed(shipped, resource, property, value)));
      expect(failures.map(({ id }) => id)).toEqual([line]);
      const guilty = logicalIdOf(shipped, blamed);
      expect(failures[0]?.failing).toContainEqual({
        outcome: 'fails',
        stack: expect.stringMatching(/^Airlock-(Static|Media)$/),
        logicalId: guilty,
        evidence: expect.stringMatching(/\S/),
        remedy: expect.stringMatching(/^[A-Z].*\.$/),
      });
    },
  );

  it('every line of the checklist has a change that fails it', () => {
    const covered = new Set(changes.map(({ line }) => line));
    expect([...covered].sort()).toEqual(checklist.map(({ id }) => id).sort());
  });
});

it.each([
  ['Role', 'roles'],
  ['LoggingConfig', 'log-retention'],
])('a %s that two functions share fails the line %s', (property, line) => {
  const id = logicalIdOf(shipped, 'ListFilesFunction');
  const [, media] = asStacks(shipped);
  const value = media?.template.Resources?.[id]?.Properties?.[property];
  const stacks = changed(shipped, 'GetFileFunction', `Properties/${property}`, value);
  const [failure] = failuresCausedBy(asStacks(stacks));
  expect(failure?.id).toBe(line);
  expect(failure?.failing.map(({ logicalId }) => logicalId)).toContain(
    logicalIdOf(shipped, 'GetFileFunction'),
  );
});

it.each([
  ['IdentitySource', ['$request.querystring.token']],
  ['AuthorizerUri', undefined],
  ['AuthorizerType', 'NONE'],
])(
  'a function that verifies tokens with another %s fails the line authorization',
  async (name, value) => {
    const stacks = await shippedStacks(withIssuers);
    const failures = failuresOf(
      asStacks(changed(stacks, 'FilesApiFunction', `Properties/${name}`, value)),
    );
    expect(failures.map(({ id }) => id)).toEqual(['authorization']);
  },
);

it('an action by wildcard is found in a policy that stands beside its role', () => {
  const [site, media] = asStacks(shipped);
  const role = logicalIdOf(shipped, 'GetFileRole');
  const added = {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: role }],
      PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    },
  };
  const failures = failuresCausedBy([
    { name: 'Airlock-Static', template: site?.template ?? {} },
    { name: 'Airlock-Media', template: { Resources: { ...media?.template.Resources, added } } },
  ]);
  expect(failures.map(({ id }) => id)).toEqual(['roles']);
  expect(failures[0]?.failing.map(({ logicalId }) => logicalId)).toContain(role);
});

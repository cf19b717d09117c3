// Policies that an app attaches to the role of a function: IAM counts them together with the role's own.
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { expect, it } from 'vitest';
import { embed, emptyStack, templateOf } from './embed.ts';

const { length: oneResource } = JSON.stringify('arn:aws:s3:::bucket-0000/*,');
/** Rights to so many buckets that their policy has about as many characters as are asked for. */
const rightsOf = (characters: number): PolicyStatement =>
  new PolicyStatement({
    actions: ['s3:GetObject'],
    resources: Array.from(
      { length: Math.floor(characters / oneResource) },
      (_, index) => `arn:aws:s3:::bucket-${`${index}`.padStart(4, '0')}/*`,
    ),
  });

/** A stack whose Airlock has a function to whose role a policy with these rights is attached. */
const withAttached = (characters: number) => {
  const stack = emptyStack();
  const { role } = embed(stack).functions['get-file'];
  if (!role) throw new Error('The function has no role.');
  const policy = new Policy(stack, 'Reports', { statements: [rightsOf(characters)] });
  policy.attachToRole(role);
  return stack;
};

it('a policy attached to a role is refused where both together are longer than IAM takes', () => {
  expect(() => templateOf(withAttached(10_100))).toThrow(
    /make 1[01]\d{3} characters of inline policies \(Shop\/Uploads\/GetFile\/Role\/Resource\); AWS takes at most 10240 .* policies that the app attaches to the role/,
  );
});

it('a policy attached to a role is accepted where both together are short enough', () => {
  expect(() => templateOf(withAttached(8_000))).not.toThrow();
});

it('a policy attached to a role of another construct counts for that role alone', () => {
  const stack = emptyStack();
  const { role } = embed(stack).functions['get-file'];
  const other = embed(stack, {}, 'Others').functions['get-file'];
  if (!role || !other.role) throw new Error('The functions have no role.');
  new Policy(stack, 'One', { statements: [rightsOf(6_000)] }).attachToRole(role);
  new Policy(stack, 'Other', { statements: [rightsOf(6_000)] }).attachToRole(other.role);
  expect(() => templateOf(stack)).not.toThrow();
});

// What docs/deploying.md says of failed first deployments and of indexes holds for an Airlock in an app of another team, too.
import { Stack } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { retiredIndexes } from '../../lib/retired-indexes.ts';
import { embed, emptyApp, emptyStack, templateOf } from './embed.ts';
import { only } from './synthesize.ts';

interface Kept {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

it('a first deployment that fails in an app of another team leaves only table and user pool, and can be repeated', () => {
  const stack = emptyStack();
  embed(stack);
  const resources: readonly Kept[] = Object.values(templateOf(stack).toJSON().Resources);
  const left = resources.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
  expect(left.map(({ Type }) => Type).sort()).toEqual([
    'AWS::Cognito::UserPool',
    'AWS::DynamoDB::GlobalTable',
  ]);
  // CloudFormation deletes a stack that failed to be created, unless it is protected.
  expect(stack.terminationProtection ?? false).toBe(false);
});

it('nothing in a stack of another team has a name of its own that a second attempt would find taken', () => {
  const stack = emptyStack();
  embed(stack);
  const resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>
  > = templateOf(stack).toJSON().Resources;
  const named = Object.values(resources)
    .filter(({ Type }) => /^AWS::(S3::Bucket|DynamoDB::GlobalTable|Cognito::UserPool)$/.test(Type))
    .flatMap(({ Properties = {} }) => [
      Properties.BucketName,
      Properties.TableName,
      Properties.UserPoolName,
    ]);
  expect(named.filter((name) => name !== undefined)).toEqual([]);
});

it('the context names the retired indexes that a deployment of another team keeps, one less each time', () => {
  const names = retiredIndexes.map(({ name }) => name);
  const indexesOf = (kept: readonly string[]): string[] => {
    const stack = new Stack(emptyApp({ retiredIndexes: kept.join(',') }), 'Shop');
    embed(stack);
    const { GlobalSecondaryIndexes }: { GlobalSecondaryIndexes: { IndexName: string }[] } = only(
      templateOf(stack),
      'AWS::DynamoDB::GlobalTable',
    );
    return GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
  };
  const today = indexesOf([]);
  for (const kept of [names, names.slice(1), names.slice(2)]) {
    expect(indexesOf(kept)).toEqual([...today, ...kept]);
  }
});

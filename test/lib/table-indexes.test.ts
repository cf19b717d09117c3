// The index by collection is in the table, and in the rights of list-files, where a caller can list a collection.
import type { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { embed, emptyStack, templateOf } from './embed.ts';

const index = 'filesByCollection';

function templateWith(props: Partial<AirlockProps>): Template {
  const stack = emptyStack();
  embed(stack, props);
  return templateOf(stack);
}

/** The names of the table's indexes. */
const indexesIn = (template: Template): readonly string[] =>
  Object.values(template.findResources('AWS::DynamoDB::GlobalTable')).flatMap(({ Properties }) =>
    Properties.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName),
  );

/** The roles whose policies name the index by collection, without their hash. */
const readersIn = (template: Template): readonly string[] =>
  Object.entries(template.findResources('AWS::IAM::Role'))
    .filter(([, role]) => JSON.stringify(role).includes(`/index/${index}`))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

it.each<[string, Partial<AirlockProps>]>([
  ['administrators', { collections: { photos: images({ administrators: ['group:staff'] }) } }],
  ['readers', { collections: { photos: images({ readers: ['authenticated'] }) } }],
  ['a service', { auth: { serviceClient: true } }],
])(
  'a table whose files %s can list has the index by collection, which list-files alone may read',
  (_who, props) => {
    const template = templateWith(props);
    expect(indexesIn(template)).toContain(index);
    expect(readersIn(template)).toEqual([expect.stringContaining('ListFiles')]);
  },
);

it('a table whose files their owners alone can list has no index by collection, and no function may read one', () => {
  const template = templateWith({ collections: { photos: images({ readers: ['owner'] }) } });
  expect(indexesIn(template)).toEqual(['ownerFiles', 'ownerFilesByStatus', 'sharedFiles']);
  expect(readersIn(template)).toEqual([]);
});

it('CloudFormation fills a new index before list-files reads it, since the function refers to the table', () => {
  const template = templateWith({ auth: { serviceClient: true } });
  const [table] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
  const lists = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.includes('ListFiles'),
  );
  expect(lists.map(([, { Properties }]) => Properties.Environment.Variables.TABLE_NAME)).toEqual([
    { Ref: table },
  ]);
});

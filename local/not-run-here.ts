// Describes the parts of templates without effect on one machine, for the log of the start.
import type { Assembly } from './template/assembly.ts';

const notes: readonly (readonly [type: string, property: RegExp, words: string])[] = [
  ['AWS::CloudFront::Distribution', /"WebACLId"/, 'the web ACL of a distribution'],
  ['AWS::S3::Bucket', /"ReplicationConfiguration"/, 'the copies of a bucket'],
  ['AWS::Budgets::Budget', /./, 'a budget'],
];

/** The settings that are accepted and have no effect here, each with its resource. */
export const notRunHere = ({ stacks }: Pick<Assembly, 'stacks'>): readonly string[] =>
  stacks.flatMap(({ template }) =>
    Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type, Properties }]) =>
      notes
        .filter(
          ([type, property]) => type === Type && property.test(JSON.stringify(Properties ?? {})),
        )
        .map(([, , words]) => `${words} (${logicalId})`),
    ),
  );

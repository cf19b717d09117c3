// Refuses at synth what CloudFormation or a service would refuse minutes later, and names the responsible field.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigError } from './config-error.ts';
import { limits } from './limits.ts';
import { contentOf, type StackContent, type TemplateResource } from './resources-of.ts';
import { charactersOf } from './template-length.ts';

/** CloudFormation User Guide, "Understand CloudFormation quotas". */
export const stackLimits = {
  resources: 500,
  outputs: 200,
  parameters: 200,
  /** Of a template in a bucket: 1 MB. */
  templateBytes: 1_000_000,
} as const;

/** Of tags on one resource, those of the CDK included (AWS General Reference, "Tag naming limits and requirements"). */
export const MAX_TAGS = 50;

/** Fields that create more resources with each entry, and those resources. */
const growing: readonly (readonly [string, (path: string, type: string) => boolean])[] = [
  [
    'groups of collections and quota.overrides',
    (_, type) => type === 'AWS::Cognito::UserPoolGroup',
  ],
  ['events.webhooks', (path) => path.includes('/Webhook-')],
  ['downloadKeys', (path) => /\/DownloadKeys\/(Pair|PublicKey)-/.test(path)],
  ['operations.alarmEmails', (_, type) => type === 'AWS::SNS::Subscription'],
];

/** The constructs whose stacks are compared with the quotas. */
type Kind = 'Airlock' | 'StaticSite';

/**
 * Makes the synth of the app fail when the stack of an Airlock or a StaticSite exceeds quotas of AWS. The error is a {@link
 * ConfigError} that has a line for each: the fields, the number, and the quota.
 */
export function refuseBeyondLimits(construct: Construct, kind: Kind): void {
  construct.node.addValidation({
    validate: () => {
      const stack = Stack.of(construct);
      const { path } = construct.node;
      const problems = problemsOf(stack.node.path, { kind, path }, contentOf(stack));
      if (problems.length === 0) return [];
      throw new ConfigError(
        `${kind} “${path}” exceeds quotas of AWS: ${problems.length}\n${problems.map((line) => `  ${line}`).join('\n')}`,
      );
    },
  });
}

/** A construct, and its path in the app. */
interface Part {
  readonly kind: Kind;
  readonly path: string;
}

const isPartOf =
  ({ path: parent }: Part) =>
  ({ path }: TemplateResource): boolean =>
    path.startsWith(`${parent}/`);

function problemsOf(stack: string, part: Part, content: StackContent): string[] {
  const { resources } = content;
  return [
    ...stackProblems(stack, content, part),
    ...resources
      .filter(isPartOf(part))
      .flatMap((resource) => resourceProblems(resource, resources)),
  ];
}

function resourceProblems(
  resource: TemplateResource,
  stack: readonly TemplateResource[],
): string[] {
  const exceeded = limits
    .filter(({ type }) => type === resource.type)
    .map((limit) => ({ ...limit, used: limit.use(resource, stack) }))
    .filter(({ used, most }) => used > most);
  const tags = tagCount(resource);
  return [
    ...exceeded.map(
      ({ fields, used, unit, most, source, remedy }) =>
        `${fields} make ${used} ${unit} (${resource.path}); AWS takes at most ${most} (${source}). ${remedy}`,
    ),
    ...(tags > MAX_TAGS
      ? [
          `tags are ${tags} (${resource.path}); AWS takes at most ${MAX_TAGS} on a resource. Remove some.`,
        ]
      : []),
  ];
}

/** Tags of a resource, whose property is a list or, of some services, an object. */
function tagCount({ properties }: TemplateResource): number {
  const { Tags: tags } = properties;
  return typeof tags === 'object' && tags !== null ? Object.keys(tags).length : 0;
}

function stackProblems(
  stack: string,
  { resources, outputs, parameters }: StackContent,
  part: Part,
): string[] {
  const templateBytes = charactersOf(resources);
  const counts = { resources: resources.length, outputs, parameters, templateBytes };
  const names = { resources: 'resources', outputs: 'outputs', parameters: 'parameters' };
  return Object.entries({ ...names, templateBytes: 'bytes of a template' }).flatMap(
    ([name, unit]) => {
      const key = name as keyof typeof counts;
      if (counts[key] <= stackLimits[key]) return [];
      const why = key === 'resources' || key === 'templateBytes' ? sharesOf(resources, part) : '';
      return [
        `The stack ${stack} has ${counts[key]} ${unit}; CloudFormation takes at most ${stackLimits[key]}.${why}`,
      ];
    },
  );
}

/** How many resources each construct or field has, in words. */
function sharesOf(resources: readonly TemplateResource[], part: Part): string {
  const own = resources.filter(isPartOf(part));
  const shares = growing
    .map(([field, isOf]) => [field, own.filter(({ path, type }) => isOf(path, type)).length])
    .filter(([, count]) => count !== 0)
    .map(([field, count]) => `${count} by ${field}`);
  const others = resources.length - own.length;
  return ` Of ${own.length} resources of this ${part.kind}${
    shares.length > 0 ? `, ${shares.join(', ')}` : ''
  }; others in the stack: ${others}. Name fewer, or give the ${part.kind} a stack of its own.`;
}

// Checks that an upgrade keeps the resources of a release that hold data or are known by address, and their fixed properties.
import { isDeepStrictEqual } from 'node:util';
import { show } from './check.ts';
import type { ResourceType } from './specification.ts';
import { at, listOf, resourcesOf, type StackTemplate } from './template.ts';

/** A resource as a release made it. */
export interface Kept {
  readonly type: string;
  /** The properties that cannot change in place, those that are set. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

/** The resources of a release by `<stack>/<logical id>`. */
export type KeptResources = Readonly<Record<string, Kept>>;

/** Hold no state by CloudFormation's book; yet members are lost with a group, and an address that changes is dead elsewhere. */
const alsoKept: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
];

type Rule = (before: unknown, after: unknown) => boolean;

const unchanged: Rule = (before, after) => isDeepStrictEqual(before, after);

/** Entries may be added, not removed or edited. */
const extended: Rule = (before, after) =>
  listOf(before).every((entry) => listOf(after).some((other) => isDeepStrictEqual(entry, other)));

/** Entries may be added and removed; one that stays is not edited. */
const unedited: Rule = (before, after) =>
  listOf(before).every((entry) =>
    listOf(after).every(
      (other) =>
        at(other, 'AttributeName') !== at(entry, 'AttributeName') ||
        isDeepStrictEqual(entry, other),
    ),
  );

/**
 * Fixed properties that the specification does not mark: settings of a user pool that cannot change (Cognito developer guide,
 * "Updating user pool and app client configuration"), and the types of attributes (CloudFormation, `AWS::DynamoDB::GlobalTable`).
 */
const alsoFixed: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'AWS::Cognito::UserPool': {
    AliasAttributes: unchanged,
    Schema: extended,
    UsernameAttributes: unchanged,
    UsernameConfiguration: unchanged,
  },
  'AWS::DynamoDB::GlobalTable': { AttributeDefinitions: unedited },
  'AWS::DynamoDB::Table': { AttributeDefinitions: unedited },
};

/** Picks the resources that an upgrade must leave alone, with the properties that it must not change. */
export function keptResources(
  stacks: readonly StackTemplate[],
  specification: ReadonlyMap<string, ResourceType>,
): KeptResources {
  const kept = resourcesOf(stacks).flatMap(({ stack, logicalId, type, properties }) => {
    const { isStateful = false, replacing = [] } = specification.get(type) ?? {};
    if (!isStateful && !alsoKept.includes(type)) return [];
    const names = new Set([...replacing, ...Object.keys(alsoFixed[type] ?? {})]);
    const fixed = Object.entries(properties).filter(([name]) => names.has(name));
    return [[`${stack}/${logicalId}`, { type, fixed: Object.fromEntries(fixed) }] as const];
  });
  return Object.fromEntries(kept);
}

/** Returns a sentence for each resource of the release that the upgrade would remove or replace; empty if there is none. */
export const lossesBy = (release: KeptResources, upgrade: KeptResources): readonly string[] =>
  Object.entries(release).flatMap(([id, before]) => {
    const after = upgrade[id];
    if (after === undefined) return [`${id} (${before.type}) is gone`];
    if (after.type !== before.type) return [`${id} turns from ${before.type} into ${after.type}`];
    const names = new Set([...Object.keys(before.fixed), ...Object.keys(after.fixed)]);
    return [...names]
      .filter((name) => {
        const isKept = alsoFixed[before.type]?.[name] ?? unchanged;
        return !isKept(before.fixed[name], after.fixed[name]);
      })
      .map(
        (name) =>
          `${id} (${before.type}) cannot change in place: ${show(name, before.fixed[name])} becomes ${show(name, after.fixed[name])}`,
      );
  });

// Keeps several Airlock constructs apart: in one stack, in one app, in one account and region.
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ConfigError } from './config-error.ts';

/** The CDK leaves this id out of every logical id. */
const HIDDEN_ID = 'Default';

/** The path of a construct in its stack, in letters and digits; empty for one that is the whole stack. */
export const instanceIdOf = (construct: IConstruct): string => {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.indexOf(Stack.of(construct)) + 1)
    .map(({ node }) => node.id.replaceAll(/[^A-Za-z0-9]/g, ''))
    .filter((id) => id !== HIDDEN_ID)
    .join('');
};

/** Where the metrics of a construct are kept. */
export const metricNamespaceOf = (construct: IConstruct): string =>
  ['Airlock', Stack.of(construct).stackName, instanceIdOf(construct)]
    .filter((part) => part !== '')
    .join('/');

/** A name has at most 19 characters, of which a hyphen and the eight of the address are the end. */
const MAX_BEGINNING = 10;

/**
 * A name that is unique in the account, except among constructs of the same path: the beginning of the id, and of the address of
 * the path. Cognito refuses names with aws, amazon or cognito.
 */
export function defaultNameOf(construct: IConstruct): string {
  const id = instanceIdOf(construct);
  const isUsable = /^[a-z]/i.test(id) && !/aws|amazon|cognito/i.test(id);
  const beginning = isUsable ? id.slice(0, MAX_BEGINNING) : 'Airlock';
  return `${beginning}-${construct.node.addr.slice(2, 10)}`;
}

const namesOfApps = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Reserves a name in the construct's account and region.
 * @throws {ConfigError} when another construct of the app has it.
 */
export function reserveName(construct: IConstruct, name: string): void {
  const { root } = construct.node;
  const names = namesOfApps.get(root) ?? new Map<string, IConstruct>();
  namesOfApps.set(root, names);
  const { environment } = Stack.of(construct);
  // Names at Cognito are in lower case.
  const key = `${environment} ${name.toLowerCase()}`;
  const other = names.get(key);
  if (other) {
    throw new ConfigError(
      `Airlock “${construct.node.path}” cannot be used: its name is ${JSON.stringify(name)}, which “${other.node.path}” has in the same account and region; give each a name of its own.`,
    );
  }
  names.set(key, construct);
}

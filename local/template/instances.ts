// Finds the Airlocks of an app, and the resources that belong to one of them.
import { CannotStartError } from '../cannot-start.ts';
import type { Assembly, ResourceDefinition } from './assembly.ts';
import { isInterpreted, isWithoutLocalEffect } from './resource-types.ts';

/** The metadata that the constructs write into one resource each, so that it can be recognized in a template. */
export const markers = { airlock: 'Airlock::Instance', site: 'Airlock::Site' } as const;

/** A resource of a template, by stack and logical id. */
export interface Place {
  readonly stackName: string;
  readonly logicalId: string;
  readonly definition: ResourceDefinition;
}

/** The selection of an app's resources to run. */
export interface Selection {
  isRun(stackName: string, logicalId: string): boolean;
  /** The resources that are not run and would do something here, as `logical id (type)`. */
  readonly leftOut: readonly string[];
}

const pathOf = ({ definition }: Place): string =>
  String(definition.Metadata?.['aws:cdk:path'] ?? '');

/** The path of the construct that a marked resource belongs to: it is the second child from its end, `<id>/Resource`. */
const rootOf = (place: Place): string => pathOf(place).split('/').slice(0, -2).join('/');

/** The path of a construct for people, without the parts that the CDK hides. */
const shownAs = (root: string): string =>
  root
    .split('/')
    .filter((id) => id !== 'Default')
    .join('/');

const placesOf = ({ stacks }: Assembly): readonly Place[] =>
  stacks.flatMap(({ name, template }) =>
    Object.entries(template.Resources ?? {}).map(([logicalId, definition]) => ({
      stackName: name,
      logicalId,
      definition,
    })),
  );

/** One Airlock of an app. */
export interface Instance {
  /** The path of the construct. */
  readonly root: string;
  readonly stackName: string;
  /** Prefix of the names of its outputs; empty for one that is the whole stack. */
  readonly outputPrefix: string;
}

const markedIn = (places: readonly Place[], marker: string): readonly Place[] =>
  places.filter(({ definition }) => definition.Metadata?.[marker] !== undefined);

/**
 * Finds one Airlock of an app.
 * @param only The path of the Airlock or the end of it, where the app has several.
 * @throws CannotStartError when there is none, or several and none is chosen
 */
export function findInstance(assembly: Assembly, only?: string): Instance {
  const tables = markedIn(placesOf(assembly), markers.airlock);
  const root = chooseRoot(tables.map(rootOf), only);
  const table = tables.find((place) => rootOf(place) === root);
  const { template } = assembly.stacks.find(({ name }) => name === table?.stackName) ?? {};
  const output = Object.entries(template?.Outputs ?? {}).find(
    ([name, { Value }]) =>
      name.endsWith(tableOutput) && referencesIn(Value).has(table?.logicalId ?? ''),
  );
  return {
    root,
    stackName: table?.stackName ?? '',
    outputPrefix: output?.[0].slice(0, -tableOutput.length) ?? '',
  };
}

/** The output of every Airlock that has its table's name, behind the prefix of its outputs. */
const tableOutput = 'TableName';

/**
 * Selects one Airlock of an app with its site, and the functions that its rules invoke.
 * @param only The path of the Airlock or the end of it, where the app has several.
 * @throws CannotStartError when there is none, or several and none is chosen
 */
export function selectInstance(assembly: Assembly, only?: string): Selection {
  const places = placesOf(assembly);
  const { root } = findInstance(assembly, only);
  const site = markedIn(places, markers.site).map(rootOf).slice(0, 1);
  const roots = [root, ...site].map((path) => `${path}/`);
  const isWithin = (place: Place) => roots.some((path) => pathOf(place).startsWith(path));
  const run = new Set(
    places.filter((place) => isWithin(place) && isInterpreted(place.definition.Type)),
  );
  for (const place of invokedBy([...run], places)) run.add(place);
  const keyOf = ({ stackName, logicalId }: Pick<Place, 'stackName' | 'logicalId'>) =>
    `${stackName}/${logicalId}`;
  const keys = new Set([...run].map(keyOf));
  return {
    isRun: (stackName, logicalId) => keys.has(keyOf({ stackName, logicalId })),
    leftOut: places
      .filter((place) => !run.has(place) && !isWithoutLocalEffect(place.definition.Type))
      // The policies of a role matter only to functions that run, and providers of the CDK's own resources never run.
      .filter((place) => !place.definition.Type.startsWith('AWS::IAM::'))
      .filter((place) => !pathOf(place).includes('Custom::'))
      .map(({ logicalId, definition }) => `${logicalId} (${definition.Type})`),
  };
}

function chooseRoot(roots: readonly string[], only: string | undefined): string {
  const shown = roots.map(shownAs).join(', ');
  if (roots.length === 0) {
    throw new CannotStartError(
      'The app has no Airlock; add new Airlock(stack, …) to it, and keep the metadata of paths on.',
    );
  }
  const chosen = roots.filter(
    (root) => only === undefined || shownAs(root) === only || shownAs(root).endsWith(`/${only}`),
  );
  const [root] = chosen;
  if (root !== undefined && chosen.length === 1) return root;
  throw new CannotStartError(
    only === undefined
      ? `The app has ${roots.length} Airlocks: ${shown}. Choose one with --only.`
      : `--only ${only} names none, or several, of the Airlocks of the app: ${shown}.`,
  );
}

/** The functions that rules invoke, with their roles and the policies on these. */
function invokedBy(run: readonly Place[], places: readonly Place[]): readonly Place[] {
  const beside = (place: Place, ids: ReadonlySet<string>) => (other: Place) =>
    other.stackName === place.stackName && ids.has(other.logicalId);
  const rules = run.filter(({ definition }) => definition.Type === 'AWS::Events::Rule');
  const functions = rules
    .flatMap((rule) =>
      places.filter(beside(rule, referencesIn(rule.definition.Properties?.Targets))),
    )
    .filter(({ definition }) => isNodeFunction(definition));
  const roles = functions.flatMap((each) =>
    places.filter(beside(each, referencesIn(each.definition.Properties?.Role))),
  );
  const policies = roles.flatMap((role) =>
    places.filter(
      ({ stackName, definition }) =>
        stackName === role.stackName &&
        definition.Type === 'AWS::IAM::Policy' &&
        referencesIn(definition.Properties?.Roles).has(role.logicalId),
    ),
  );
  return [...functions, ...roles, ...policies];
}

const isNodeFunction = ({ Type, Properties = {} }: ResourceDefinition): boolean =>
  Type === 'AWS::Lambda::Function' &&
  String(Properties.Runtime).startsWith('nodejs') &&
  (Properties.Code as { readonly S3Key?: unknown } | undefined)?.S3Key !== undefined;

/** The logical ids that a value refers to by `Ref` or `Fn::GetAtt`. */
function referencesIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'Ref') found.add(String(member));
    else if (name === 'Fn::GetAtt') found.add(String([member].flat()[0]).split('.')[0] ?? '');
    else referencesIn(member, found);
  }
  return found;
}

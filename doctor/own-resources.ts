// Picks what belongs to Airlock from stacks that have other resources as well.
import type { StackTemplate, TemplateBody } from './template.ts';

/** The metadata that the constructs write into one resource each, so that it can be recognized in a template. */
const markers = ['Airlock::Instance', 'Airlock::Site'];

type Definitions = NonNullable<TemplateBody['Resources']>;

const pathOf = ({ Metadata }: Definitions[string]): string | undefined => {
  const path = Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
};

/**
 * The stacks with the resources of every Airlock and its sites alone; stacks without any are left out. An Airlock that is all of
 * its stack (its id is `Default`) has everything in it. Resources without a path are kept, and where nothing is marked, as in a
 * deployment of release 0.1, everything is.
 */
export function ownResources(stacks: readonly StackTemplate[]): readonly StackTemplate[] {
  const roots = stacks.flatMap(({ template }) => rootsIn(template.Resources ?? {}));
  if (roots.length === 0) return stacks;
  const isOwn = (definition: Definitions[string]) => {
    const path = pathOf(definition);
    return path === undefined || roots.some((root) => path.startsWith(`${root}/`));
  };
  return stacks
    .filter(({ template }) => Object.values(template.Resources ?? {}).some(isOwn))
    .map(({ name, template }) => {
      const own = Object.entries(template.Resources ?? {}).filter(([, each]) => isOwn(each));
      return { name, template: { ...template, Resources: Object.fromEntries(own) } };
    });
}

/** The names of the stacks that have an Airlock or a site. */
export const ownStackNames = (stacks: readonly StackTemplate[]): readonly string[] =>
  stacks
    .filter(({ template }) => rootsIn(template.Resources ?? {}).length > 0)
    .map(({ name }) => name);

/** The path of each construct with a marked resource, which is the second child from the end, `<id>/Resource`. */
const rootsIn = (definitions: Definitions): readonly string[] =>
  Object.values(definitions)
    .filter(({ Metadata = {} }) => markers.some((marker) => marker in Metadata))
    .flatMap((definition) => pathOf(definition)?.split('/').slice(0, -2).join('/') ?? [])
    .map((root) => root.replace(/\/Default$/, ''));

// The examined resources: those of one or more CloudFormation templates as they are written, intrinsics unresolved.

/** A CloudFormation template as far as a check reads it. */
export interface TemplateBody {
  readonly Resources?: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: Readonly<Record<string, unknown>>;
        readonly Metadata?: Readonly<Record<string, unknown>>;
        readonly DeletionPolicy?: string;
        readonly UpdateReplacePolicy?: string;
      }
    >
  >;
}

/** A stack by name, and its template. */
export interface StackTemplate {
  readonly name: string;
  readonly template: TemplateBody;
}

/** One resource, with its place in the templates. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
}

/** Every resource of all stacks, in the order of the templates. */
export const resourcesOf = (stacks: readonly StackTemplate[]): Resource[] =>
  stacks.flatMap(({ name, template }) =>
    Object.entries(template.Resources ?? {}).map(([logicalId, written]) => ({
      stack: name,
      logicalId,
      type: written.Type,
      properties: written.Properties ?? {},
      metadata: written.Metadata ?? {},
      deletionPolicy: written.DeletionPolicy,
      updateReplacePolicy: written.UpdateReplacePolicy,
    })),
  );

/** The value at this path; undefined if the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

/** A list from a property that may be a list, a single value, or absent. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : [value].flat();

/** Logical ids that a value names by `Ref`, `Fn::GetAtt` or `Fn::Sub`, wherever in it. */
export function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt')
      return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? ''];
    if (key === 'Fn::Sub') return substitutedIn(inner);
    return referencesIn(inner);
  });
}

function substitutedIn(value: unknown): readonly string[] {
  const [text, ...variables] = listOf(value);
  const names = Array.from(String(text).matchAll(/\$\{([^!}.]+)/g), ([, name = '']) => name);
  return [...names, ...variables.flatMap(referencesIn)];
}

/** The resources of the same stack that a value of this resource names. */
export const referredBy = (
  all: readonly Resource[],
  from: Resource,
  value: unknown,
): readonly Resource[] => {
  const names = referencesIn(value);
  return all.filter(({ stack, logicalId }) => stack === from.stack && names.includes(logicalId));
};

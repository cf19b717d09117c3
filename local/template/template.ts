// The assembly's templates, resolved: every resource with its physical name and properties, AWS addresses already local.
import { account, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Assembly, Asset, ResourceDefinition, Stack } from './assembly.ts';
import { holds, resolve, type Scope } from './intrinsics.ts';
import { attributeOf, type Nameable, referenceOf } from './names.ts';

/** A resource of the templates, ready to be interpreted. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly stackName: string;
  /** The value of `Ref`. */
  readonly ref: string;
  /** The resolved properties. */
  readonly properties: Record<string, unknown>;
  /** The value of `Fn::GetAtt`. */
  attribute(name: string): string;
}

/** All templates of an assembly as one. */
export interface Template {
  /** The resources of a type, in the order of the templates. */
  resources(type: string): Resource[];
  /** The outputs of a stack; undefined when no template is of that name. */
  outputs(stackName: string): Record<string, string> | undefined;
  /** The asset that a template names by its S3 key. */
  asset(key: string): Asset;
  /** Sets the values of `Fn::GetAtt` for a custom resource, once its function has answered. */
  setAttributes(resource: Resource, attributes: Readonly<Record<string, string>>): void;
  /** Replaces AWS addresses in a text that only becomes whole outside the templates. */
  finish(text: string): string;
}

/** The ports of resolving. */
export interface ResolveOptions {
  /** Stable random hex for a label, see `State.id`. */
  id(label: string, length: number): string;
  /** Applied to every resolved string. */
  finish(text: string): string;
  /** Which resources there are for those who ask by type. Default: all. Others are still referred to. */
  isRun?(stackName: string, logicalId: string): boolean;
}

/** Resolves an assembly. Properties are resolved at their first use, so that those without local effect are never evaluated. */
export function resolveTemplate(assembly: Assembly, options: ResolveOptions): Template {
  const answered = new Map<string, Readonly<Record<string, string>>>();
  const scopes = new Map(assembly.stacks.map((stack) => [stack.name, createScope(stack)]));

  function createScope(stack: Stack): Scope {
    const scope: Scope = {
      stackName: stack.name,
      template: stack.template,
      finish: options.finish,
      reference: (name) => reference(stack, scope, name),
      attribute: (logicalId, name) => attribute(stack, scope, logicalId, name),
      importValue,
      stackOutput: (stackName, outputName) => {
        const value = scopes.get(stackName)?.template.Outputs?.[outputName]?.Value;
        if (value === undefined)
          throw new CannotStartError(
            `Stack ${stack.name} reads output ${outputName} of stack ${stackName}, which does not exist.`,
          );
        return resolve(value, scopes.get(stackName) ?? scope);
      },
    };
    return scope;
  }

  function importValue(exportName: string): unknown {
    for (const scope of scopes.values()) {
      for (const output of Object.values(scope.template.Outputs ?? {})) {
        if (output.Export && resolve(output.Export.Name, scope) === exportName) {
          return resolve(output.Value, scope);
        }
      }
    }
    throw new CannotStartError(`No stack exports ${exportName}, which a template imports.`);
  }

  function reference(stack: Stack, scope: Scope, name: string): unknown {
    if (name in pseudoParameters) return pseudoParameters[name];
    if (name === 'AWS::StackName') return stack.name;
    if (name === 'AWS::StackId')
      return `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/${uuid(options.id(stack.name, 32))}`;
    const definition = stack.template.Resources?.[name];
    if (definition) return referenceOf(definition.Type, nameable(scope, name, definition));
    const parameter = stack.template.Parameters?.[name];
    if (parameter?.Default !== undefined) return parameter.Default;
    throw new CannotStartError(`Stack ${stack.name} refers to ${name}, which it does not define.`);
  }

  function attribute(stack: Stack, scope: Scope, logicalId: string, name: string): string {
    const definition = stack.template.Resources?.[logicalId];
    const value =
      answered.get(`${stack.name}/${logicalId}`)?.[name] ??
      (definition && attributeOf(definition.Type, name, nameable(scope, logicalId, definition)));
    if (value === undefined)
      throw new CannotStartError(
        `Stack ${stack.name} reads ${logicalId}.${name} (${definition?.Type ?? 'undefined resource'}), which the local cloud does not know.`,
      );
    return value;
  }

  function nameable(scope: Scope, logicalId: string, definition: ResourceDefinition): Nameable {
    return {
      stackName: scope.stackName,
      logicalId,
      property: (name) => resolve(definition.Properties?.[name], scope),
      id: (length) => options.id(`${scope.stackName}/${logicalId}`, length),
    };
  }

  function toResource(
    stack: Stack,
    scope: Scope,
    logicalId: string,
    definition: ResourceDefinition,
  ) {
    let properties: Record<string, unknown> | undefined;
    return {
      logicalId,
      type: definition.Type,
      stackName: stack.name,
      get ref() {
        return String(scope.reference(logicalId));
      },
      get properties() {
        properties ??= resolve(definition.Properties ?? {}, scope) as Record<string, unknown>;
        return properties;
      },
      attribute: (name: string) => String(scope.attribute(logicalId, name)),
    } satisfies Resource;
  }

  const all = assembly.stacks.flatMap((stack) => {
    const scope = scopes.get(stack.name) ?? createScope(stack);
    return Object.entries(stack.template.Resources ?? {})
      .filter(([logicalId]) => options.isRun?.(stack.name, logicalId) ?? true)
      .filter(([, { Condition }]) => Condition === undefined || holds(Condition, scope))
      .map(([logicalId, definition]) => toResource(stack, scope, logicalId, definition));
  });

  return {
    resources: (type) => all.filter((resource) => resource.type === type),
    outputs: (stackName) => {
      const scope = scopes.get(stackName);
      return (
        scope &&
        Object.fromEntries(
          Object.entries(scope.template.Outputs ?? {}).map(([name, { Value }]) => [
            name,
            String(resolve(Value, scope)),
          ]),
        )
      );
    },
    asset: (key) => {
      const asset = assembly.assets.get(key);
      if (!asset)
        throw new CannotStartError(`The assembly has no asset ${key}, which a template names.`);
      return asset;
    },
    setAttributes: ({ stackName, logicalId }, attributes) =>
      void answered.set(`${stackName}/${logicalId}`, attributes),
    finish: options.finish,
  };
}

const pseudoParameters: Record<string, unknown> = {
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NotificationARNs': [],
  'AWS::NoValue': undefined,
};

const uuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

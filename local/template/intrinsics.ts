// Evaluates CloudFormation's intrinsic functions in a template's values. Ref and Fn::GetAtt are asked of the caller.
import { CannotStartError } from '../cannot-start.ts';
import type { TemplateFile } from './assembly.ts';

/** The environment of one stack that intrinsics depend on. */
export interface Scope {
  readonly stackName: string;
  readonly template: TemplateFile;
  /** The value of `Ref` for a resource or pseudo parameter; undefined for AWS::NoValue. */
  reference(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  /** Applied to every string once it is whole. */
  finish(text: string): string;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** Resolves a value and everything inside it; members that resolve to AWS::NoValue disappear. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return scope.finish(value);
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && (only[0].startsWith('Fn::') || only[0] === 'Ref')) {
    const intrinsic = intrinsics[only[0]];
    if (!intrinsic)
      throw new CannotStartError(
        `Stack ${scope.stackName} uses ${only[0]}, which the local cloud cannot evaluate.`,
      );
    const result = intrinsic(only[1], scope);
    return typeof result === 'string' ? scope.finish(result) : result;
  }
  return Object.fromEntries(
    entries
      .map(([name, member]) => [name, resolve(member, scope)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

/** Whether a named condition of the template holds. */
export function holds(name: string, scope: Scope): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined)
    throw new CannotStartError(`Stack ${scope.stackName} has no condition ${name}.`);
  return evaluate(condition, scope);
}

function evaluate(condition: unknown, scope: Scope): boolean {
  const [operator, argument] = Object.entries(condition as object)[0] ?? [];
  const operands = argument as unknown[];
  switch (operator) {
    case 'Condition':
      return holds(String(argument), scope);
    case 'Fn::Equals':
      return resolve(operands[0], scope) === resolve(operands[1], scope);
    case 'Fn::And':
      return operands.every((operand) => evaluate(operand, scope));
    case 'Fn::Or':
      return operands.some((operand) => evaluate(operand, scope));
    case 'Fn::Not':
      return !evaluate(operands[0], scope);
    default:
      throw new CannotStartError(
        `Stack ${scope.stackName} uses ${operator} in a condition, which the local cloud cannot evaluate.`,
      );
  }
}

const list = (value: unknown, scope: Scope) => resolve(value, scope) as unknown[];
const text = (value: unknown, scope: Scope) => String(resolve(value, scope));

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.reference(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument)
      ? argument
      : String(argument).split('.');
    return scope.attribute(logicalId, attribute.map((part) => text(part, scope)).join('.'));
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, variables = {}] = Array.isArray(argument) ? argument : [argument];
    return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal, name) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return text(variables[name], scope);
      const [logicalId, ...attribute] = name.split('.');
      return String(
        attribute.length > 0
          ? scope.attribute(logicalId, attribute.join('.'))
          : scope.reference(name),
      );
    });
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = argument as [string, unknown];
    return list(items, scope).join(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = argument as [unknown, unknown];
    return list(items, scope)[Number(resolve(index, scope))];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = argument as [string, unknown];
    return text(source, scope).split(separator);
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = argument as [string, unknown, unknown];
    return resolve(holds(condition, scope) ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = (argument as unknown[]).map((part) => text(part, scope));
    const value = scope.template.Mappings?.[map ?? '']?.[top ?? '']?.[second ?? ''];
    if (value === undefined)
      throw new CannotStartError(
        `Stack ${scope.stackName} has no mapping ${map}.${top}.${second}.`,
      );
    return value;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(argument, scope)).toString('base64'),
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(argument, scope)),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = argument as Record<string, unknown>;
    return scope.stackOutput(text(StackName, scope), text(OutputName, scope));
  },
};

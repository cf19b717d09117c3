// The shape of every check: a line of the security checklist, and what it finds for each resource it is about.
import type { Resource } from './template.ts';

/** The result of a line for one resource. */
export interface Finding {
  /** `excepted`: the line does not apply, for the reason that is the evidence. */
  readonly outcome: 'holds' | 'fails' | 'excepted';
  readonly stack: string;
  readonly logicalId: string;
  /** The decisive property, and its value. */
  readonly evidence: string;
  /** The remedy, in one sentence; only for failures. */
  readonly remedy?: string;
}

/** A line of the security checklist. */
export interface Check {
  /** Stable name, for CI. */
  readonly id: string;
  readonly title: string;
  /** Examines every resource that the line is about; pure. */
  examine(all: readonly Resource[]): readonly Finding[];
}

type Place = Pick<Resource, 'stack' | 'logicalId'>;

/** The one finding of a resource: it holds if the condition does, and otherwise has a remedy. */
export const decide = (
  { stack, logicalId }: Place,
  holds: boolean,
  evidence: string,
  remedy: string,
): Finding =>
  holds
    ? { outcome: 'holds', stack, logicalId, evidence }
    : { outcome: 'fails', stack, logicalId, evidence, remedy };

/** A resource to which a line does not apply, and the reason. */
export const except = ({ stack, logicalId }: Place, reason: string): Finding => ({
  outcome: 'excepted',
  stack,
  logicalId,
  evidence: reason,
});

/** A property and its value as evidence, references in the syntax of `Fn::Sub`; long values are cut. */
export function show(property: string, value: unknown): string {
  const text = value === undefined ? 'not set' : JSON.stringify(written(value));
  return `${property}: ${text.length > 120 ? `${text.slice(0, 119)}…` : text}`;
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return `\${${value.Ref}}`;
  if ('Fn::GetAtt' in value) return `\${${[value['Fn::GetAtt']].flat().join('.')}}`;
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(written).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)]));
}

/** The resources of these types. */
export const ofType = (all: readonly Resource[], ...types: readonly string[]): Resource[] =>
  all.filter(({ type }) => types.includes(type));

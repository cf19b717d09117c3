// An IAM policy as templates and AWS write it, and the single rights that it is made of.

/** Operator → context key → values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** One statement of a policy; those of roles have no `Principal`, those of buckets have one. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Condition;
  readonly Principal?: unknown;
}

/** A policy document. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: Statement | Statement[];
}

/**
 * One action on one resource pattern, allowed under at most one condition: the smallest right that can be removed from a role.
 */
export interface Right {
  readonly action: string;
  readonly resource: string;
  readonly condition?: Condition;
}

export const statementsOf = (policies: readonly PolicyDocument[]): Statement[] =>
  policies.flatMap(({ Statement }) => Statement);

/** Every single right that policies allow, in their order. */
export const rightsIn = (policies: readonly PolicyDocument[]): Right[] =>
  statementsOf(policies)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action = [], Resource = [], Condition: condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => ({
          action,
          resource,
          ...(condition && { condition }),
        })),
      ),
    );

/** Combines single rights and all denials into one policy. */
export const policyOf = (
  rights: readonly Right[],
  denied: readonly Statement[] = [],
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [...rights.map(toStatement), ...denied],
});

/** A right as a statement that can be pasted into a policy. */
export const toStatement = ({ action, resource, condition }: Right): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});

// The CDK's own functions, which fill and empty buckets: they run while a stack is deployed and at no other time.
import { ofType } from './check.ts';
import { at, type Resource, referredBy } from './template.ts';

/** The reason why lines about functions do not apply to them. */
export const providerReason = 'the CDK’s own, runs only during deployments';

/** The functions that custom resources are made by. */
export function providersIn(all: readonly Resource[]): readonly Resource[] {
  const custom = all.filter(({ type }) => type.startsWith('Custom::'));
  return [
    ...new Set(
      custom.flatMap((each) =>
        ofType(referredBy(all, each, each.properties.ServiceToken), 'AWS::Lambda::Function'),
      ),
    ),
  ];
}

/** The role that a function runs as, if the same stack has it. */
export const roleOf = (all: readonly Resource[], lambda: Resource): Resource | undefined =>
  ofType(referredBy(all, lambda, at(lambda.properties, 'Role')), 'AWS::IAM::Role')[0];

// AWS::IAM::Role and its policies in the templates → what each role may do.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import type { PolicyDocument } from './policy.ts';

/** A role with everything that identity policies say about it. */
export interface Role {
  readonly name: string;
  readonly logicalId: string;
  readonly policies: readonly PolicyDocument[];
}

interface RoleProperties {
  readonly Policies?: { PolicyDocument: PolicyDocument }[];
  readonly ManagedPolicyArns?: string[];
  readonly PermissionsBoundary?: string;
}

interface PolicyProperties {
  readonly Roles?: string[];
  readonly PolicyDocument: PolicyDocument;
}

/** The policies of AWS's own whose text is known here: what CDK gives a function that has no role of its own. */
const managedPolicies: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  },
};

/** Finds a role by its ARN. Throws {@link CannotStartError} for one whose rights the templates do not spell out. */
export function readRole(template: Template, arn: string): Role {
  const resource = template
    .resources('AWS::IAM::Role')
    .find((role) => role.attribute('Arn') === arn);
  if (!resource)
    throw new CannotStartError(`Something acts under ${arn}, a role that no template defines.`);
  const { Policies = [], ManagedPolicyArns = [] } = readProperties(resource);
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => template.resources(type))
    .map(({ properties }) => properties as unknown as PolicyProperties)
    .filter(({ Roles = [] }) => Roles.includes(resource.ref));
  return {
    name: resource.ref,
    logicalId: resource.logicalId,
    policies: [
      ...[...Policies, ...attached].map(({ PolicyDocument }) => PolicyDocument),
      ...ManagedPolicyArns.map((managed) => findManaged(managed, resource)),
    ],
  };
}

function readProperties(resource: Resource): RoleProperties {
  const properties = resource.properties as RoleProperties;
  if (properties.PermissionsBoundary)
    throw new CannotStartError(
      `Role ${resource.logicalId} (AWS::IAM::Role) has a permissions boundary, which the local cloud does not evaluate.`,
    );
  return properties;
}

function findManaged(arn: string, { logicalId }: Resource): PolicyDocument {
  const policy = managedPolicies[arn];
  if (policy) return policy;
  throw new CannotStartError(
    `Role ${logicalId} (AWS::IAM::Role) has the managed policy ${arn}, whose text the local cloud does not know; write its statements out.`,
  );
}

// The line about rights: each role names its actions and its resources, and each function has its own role.
import { type Check, decide, except, type Finding, ofType, show } from './check.ts';
import { type Statement, statementsOf } from './policy.ts';
import { providerReason, providersIn, roleOf } from './provider.ts';
import { at, listOf, type Resource, referredBy } from './template.ts';

/** Actions that do not support resources (service authorization reference, by service). */
const withoutResource = new Set([
  'cloudwatch:PutMetricData',
  'dynamodb:ListStreams',
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

export const rolesMinimal: Check = {
  id: 'roles',
  title: 'Roles minimal, one for each function',
  examine(all) {
    const providers = providersIn(all);
    const providerRoles = providers.map((each) => roleOf(all, each));
    const functions = ofType(all, 'AWS::Lambda::Function').filter(
      (each) => !providers.includes(each),
    );
    return [
      ...ofType(all, 'AWS::IAM::Role').flatMap((role) =>
        providerRoles.includes(role) ? except(role, providerReason) : decideRole(all, role),
      ),
      ...functions.map((each) => decideOwnRole(all, each, functions)),
    ];
  },
};

function decideRole(all: readonly Resource[], role: Resource): readonly Finding[] {
  const managed = listOf(role.properties.ManagedPolicyArns);
  const statements = [
    ...listOf(role.properties.Policies).map((policy) => at(policy, 'PolicyDocument')),
    ...ofType(all, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
      .filter((policy) => referredBy(all, policy, policy.properties.Roles).includes(role))
      .map((policy) => policy.properties.PolicyDocument),
  ].flatMap(statementsOf);
  const broad = statements.filter((statement) => isBroad(statement));
  const actions = new Set(statements.flatMap((statement) => statement.actions));
  return [
    decide(
      role,
      managed.length === 0,
      show('ManagedPolicyArns', managed),
      'Write the role’s statements by hand in lib/permissions.ts; a managed policy grants what its author adds.',
    ),
    decide(
      role,
      broad.length === 0,
      broad.length === 0
        ? `Statement: ${actions.size} actions by name on resources by name`
        : broad
            .map(({ actions, resources }) => show(`${actions.join(', ')} on`, resources))
            .join('; '),
      'Name each action and the resources it acts on in lib/permissions.ts.',
    ),
  ];
}

const isBroad = ({ effect, actions, resources, isInverted }: Statement): boolean =>
  effect !== 'Deny' &&
  (isInverted ||
    actions.some((action) => String(action).includes('*')) ||
    (resources.includes('*') && !actions.every((action) => withoutResource.has(String(action)))));

function decideOwnRole(
  all: readonly Resource[],
  lambda: Resource,
  functions: readonly Resource[],
): Finding {
  const role = roleOf(all, lambda);
  const sharing = functions.find((each) => each !== lambda && role === roleOf(all, each));
  const shared = role && sharing ? `, shared with ${sharing.logicalId}` : '';
  return decide(
    lambda,
    role !== undefined && shared === '',
    `${show('Role', role?.logicalId)}${shared}`,
    'Give the function its own role; a shared one grants each function the rights of the others.',
  );
}

// Checks the rights that Lambda needs of a function's role when the function is created: for its network and its traces.
import { account, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Authority } from '../iam/authority.ts';
import type { FunctionSettings, Network } from './settings.ts';

interface Need {
  readonly service: 'EC2' | 'XRAY';
  readonly call: string;
  readonly resource: string;
}

/**
 * Checks the permissions that Lambda requires of a role before it creates a function in a VPC ("Giving Lambda functions access to
 * resources in a VPC") or one that is traced ("Visualize Lambda function invocations using AWS X-Ray", both in the Lambda
 * developer guide). Throws {@link CannotStartError} with Lambda's words.
 */
export async function requireFunctionRights(
  authority: Authority,
  functions: readonly FunctionSettings[],
): Promise<void> {
  for (const settings of functions) {
    const { accessKeyId } = settings.credentials;
    for (const { service, call, resource } of needsOf(settings)) {
      const action = `${service.toLowerCase()}:${call}`;
      const { allowed } = await authority.decide({ accessKeyId, action, resource, context: {} });
      if (!allowed)
        throw new CannotStartError(
          `The provided execution role does not have permissions to call ${call} on ${service} (${settings.name}).`,
        );
    }
  }
}

function needsOf({ isTraced, network }: FunctionSettings): Need[] {
  return [
    ...(isTraced
      ? ['PutTraceSegments', 'PutTelemetryRecords'].map((call) => ({
          service: 'XRAY' as const,
          call,
          resource: '*',
        }))
      : []),
    ...(network ? networkNeeds(network) : []),
  ];
}

function networkNeeds({ SubnetIds, SecurityGroupIds }: Network): Need[] {
  const arn = (kind: string, id: string) => `arn:aws:ec2:${region}:${account}:${kind}/${id}`;
  const itself = arn('network-interface', 'eni-00000000000000000');
  const need = (call: string, resource: string): Need => ({ service: 'EC2', call, resource });
  return [
    ...SubnetIds.map((id) => need('CreateNetworkInterface', arn('subnet', id))),
    ...SecurityGroupIds.map((id) => need('CreateNetworkInterface', arn('security-group', id))),
    need('CreateNetworkInterface', itself),
    need('AssignPrivateIpAddresses', itself),
    need('UnassignPrivateIpAddresses', itself),
    need('DeleteNetworkInterface', itself),
    need('DescribeNetworkInterfaces', '*'),
    need('DescribeSubnets', '*'),
  ];
}

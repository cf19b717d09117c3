// The place of a function in a VPC, and whether it reaches S3 and DynamoDB from there.
import { CfnVPCEndpoint, type ISecurityGroup, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { ExistingResources } from './airlock-props.ts';

/** Subnets and security groups by their ids. */
export interface Network {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * The place in the VPC of the properties; undefined without a VPC. The synth fails for isolated subnets without endpoints of S3
 * and DynamoDB.
 */
export function networkOf(
  scope: Construct,
  { vpc, vpcSubnets, securityGroups }: ExistingResources,
): Network | undefined {
  if (!vpc) return undefined;
  const { subnets, subnetIds } = vpc.selectSubnets(vpcSubnets);
  const isIsolated = subnets.some((subnet) => vpc.isolatedSubnets.includes(subnet));
  // Of a VPC that another app made, nothing is known but its ids; endpoints can be added until the synth.
  if (vpc instanceof Vpc && isIsolated) {
    scope.node.addValidation({ validate: () => missingEndpoints(vpc) });
  }
  const groups: readonly ISecurityGroup[] = securityGroups ?? [
    new SecurityGroup(scope, 'ScanSecurityGroup', {
      vpc,
      description: 'Airlock: the function that sends files to clamd',
    }),
  ];
  return { subnetIds, securityGroupIds: groups.map(({ securityGroupId }) => securityGroupId) };
}

function missingEndpoints(vpc: Vpc): string[] {
  const endpoints = vpc.node.root.node
    .findAll()
    .filter((construct) => construct instanceof CfnVPCEndpoint)
    .filter(({ vpcId }) => vpcId === vpc.vpcId)
    .map(({ serviceName = '' }) => serviceName);
  return ['s3', 'dynamodb']
    .filter((service) => !endpoints.some((name) => name.endsWith(`.${service}`)))
    .map(
      (service) =>
        `vpc has no gateway endpoint for ${service} and its subnets have no way to the internet, so the function that has files scanned could not reach it; add vpc.addGatewayEndpoint('${service}', { service: GatewayVpcEndpointAwsService.${service.toUpperCase()} })`,
    );
}

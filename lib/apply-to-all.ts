// Applies tags, a permissions boundary and a removal policy to every resource of a construct.
import { CfnResource, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ExistingResources } from './airlock-props.ts';

/** Applies the properties to everything below a construct, once all of it is created. */
export function applyToAll(
  scope: Construct,
  {
    permissionsBoundary,
    tags = {},
    removalPolicy,
  }: Pick<ExistingResources, 'permissionsBoundary' | 'removalPolicy' | 'tags'>,
): void {
  if (permissionsBoundary) PermissionsBoundary.of(scope).apply(permissionsBoundary);
  for (const [key, value] of Object.entries(tags)) Tags.of(scope).add(key, value);
  if (removalPolicy !== RemovalPolicy.DESTROY) return;
  for (const construct of scope.node.findAll()) {
    const isKept =
      CfnResource.isCfnResource(construct) &&
      construct.cfnOptions.deletionPolicy?.startsWith('Retain');
    if (isKept) (construct as CfnResource).applyRemovalPolicy(RemovalPolicy.DESTROY);
  }
}

// Adds the region to names at CloudFront, which must be unique in an account, so that stacks of several regions can coexist.
import { Aws, type CfnResource, Names } from 'aws-cdk-lib';
import {
  CfnKeyGroup,
  CfnOriginAccessControl,
  CfnOriginRequestPolicy,
  CfnPublicKey,
  CfnResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** The property of each type that holds its name; the CDK adds the region to those of cache policies and functions itself. */
const namedBy = [
  [CfnKeyGroup, 'KeyGroupConfig.Name'],
  [CfnOriginAccessControl, 'OriginAccessControlConfig.Name'],
  [CfnOriginRequestPolicy, 'OriginRequestPolicyConfig.Name'],
  [CfnPublicKey, 'PublicKeyConfig.Name'],
  [CfnResponseHeadersPolicy, 'ResponseHeadersPolicyConfig.Name'],
] as const;

/** An origin access control takes 64 characters; the longest region has 14, and a hyphen stands before it. */
const MAX_CHARACTERS = 64 - 15;

/** Adds the region to every such name below a construct. Call it at the end of the constructor, when all resources exist. */
export function addRegionToNames(scope: Construct): void {
  for (const construct of scope.node.findAll()) {
    for (const [kind, property] of namedBy) {
      if (!(construct instanceof kind)) continue;
      const name = Names.uniqueResourceName(construct, { maxLength: MAX_CHARACTERS });
      (construct as CfnResource).addPropertyOverride(property, `${name}-${Aws.REGION}`);
    }
  }
}

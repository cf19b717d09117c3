// Names at CloudFront are one for a whole account: they carry the stack and the region, so that every region has its own.
import { Aws, type CfnResource, Names } from 'aws-cdk-lib';
import {
  CfnKeyGroup,
  CfnOriginAccessControl,
  CfnPublicKey,
  CfnResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** Where each kind has its name; the CDK adds the region to those of cache policies and functions itself. */
const namedBy = [
  [CfnKeyGroup, 'KeyGroupConfig.Name'],
  [CfnOriginAccessControl, 'OriginAccessControlConfig.Name'],
  [CfnPublicKey, 'PublicKeyConfig.Name'],
  [CfnResponseHeadersPolicy, 'ResponseHeadersPolicyConfig.Name'],
] as const;

/** An origin access control takes 64 characters; the longest region has 14, and a hyphen stands before it. */
const MAX_CHARACTERS = 64 - 15;

/** Adds the region to every such name below a construct; for the end of its constructor, when all resources are there. */
export function addRegionToNames(scope: Construct): void {
  for (const construct of scope.node.findAll()) {
    for (const [kind, property] of namedBy) {
      if (!(construct instanceof kind)) continue;
      const name = Names.uniqueResourceName(construct, { maxLength: MAX_CHARACTERS });
      (construct as CfnResource).addPropertyOverride(property, `${name}-${Aws.REGION}`);
    }
  }
}

// Checks the role that a plan gives GuardDuty, as GuardDuty does when the plan is created.
import { account, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Authority } from '../iam/authority.ts';
import type { ProtectionPlan } from './settings.ts';

const managedRule = `arn:aws:events:${region}:${account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3-local`;
const guardDuty = 'malware-protection-plan.guardduty.amazonaws.com';

const ruleActions = ['PutRule', 'DeleteRule', 'PutTargets', 'RemoveTargets'];
const ruleReadActions = ['DescribeRule', 'ListTargetsByRule'];
const bucketActions = ['GetBucketNotification', 'PutBucketNotification', 'ListBucket'];
const objectActions = [
  'GetObject',
  'GetObjectVersion',
  'GetObjectTagging',
  'GetObjectVersionTagging',
  'PutObjectTagging',
  'PutObjectVersionTagging',
];

/**
 * Checks every permission that GuardDuty's user guide requires of a plan's role ("Create or update IAM role policy"): a managed
 * rule for new objects, an object to try its rights on, and every object that it protects, with its tags. Throws {@link
 * CannotStartError} for a role that allows less; in AWS the status of the plan would be an error, and nothing scanned.
 */
export async function requirePlanRights(
  authority: Authority,
  plans: readonly ProtectionPlan[],
): Promise<void> {
  for (const { credentials, roleArn, bucketName, prefixes } of plans) {
    const bucket = `arn:aws:s3:::${bucketName}`;
    const needs = [
      ...ruleActions.map((call) => ({
        action: `events:${call}`,
        resource: managedRule,
        context: { 'events:ManagedBy': guardDuty },
      })),
      ...ruleReadActions.map((call) => ({ action: `events:${call}`, resource: managedRule })),
      ...bucketActions.map((call) => ({ action: `s3:${call}`, resource: bucket })),
      {
        action: 's3:PutObject',
        resource: `${bucket}/malware-protection-resource-validation-object`,
      },
      ...(prefixes.length > 0 ? prefixes : ['']).flatMap((prefix) =>
        objectActions.map((call) => ({
          action: `s3:${call}`,
          resource: `${bucket}/${prefix}object`,
        })),
      ),
    ];
    const { accessKeyId } = credentials;
    for (const need of needs) {
      const { allowed } = await authority.decide({ accessKeyId, context: {}, ...need });
      if (!allowed)
        throw new CannotStartError(
          `GuardDuty cannot protect ${bucketName}: its role ${roleArn} does not allow ${need.action} on ${need.resource}.`,
        );
    }
  }
}

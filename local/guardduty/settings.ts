// AWS::GuardDuty::MalwareProtectionPlan in the templates, and the clamd that replaces GuardDuty here.
import { CannotStartError } from '../cannot-start.ts';
import type { RoleCaller } from '../iam/settings.ts';
import type { Credentials } from '../lambda/credentials.ts';
import type { Template } from '../template/template.ts';

/** Which new versions are scanned, under which role. */
export interface ProtectionPlan extends RoleCaller {
  readonly arn: string;
  readonly bucketName: string;
  /** Empty for all keys. */
  readonly prefixes: readonly string[];
  readonly tags: boolean;
}

interface PlanProperties {
  readonly Role: string;
  readonly ProtectedResource: {
    readonly S3Bucket: { readonly BucketName: string; readonly ObjectPrefixes?: string[] };
  };
  readonly Actions?: { readonly Tagging?: { readonly Status?: string } };
}

/** Reads every plan; `credentialsOf` gives each the access key of its role. */
export const readPlans = (
  template: Template,
  credentialsOf: (name: string) => Credentials,
): ProtectionPlan[] =>
  template.resources('AWS::GuardDuty::MalwareProtectionPlan').map((resource) => {
    const { Role, ProtectedResource, Actions } = resource.properties as unknown as PlanProperties;
    const { BucketName, ObjectPrefixes = [] } = ProtectedResource.S3Bucket;
    return {
      arn: resource.attribute('Arn'),
      name: 'GuardDuty',
      label: resource.logicalId.replace(/(Plan)?[0-9A-F]{8}$/, ''),
      roleArn: Role,
      credentials: credentialsOf(resource.ref),
      bucketName: BucketName,
      prefixes: ObjectPrefixes,
      tags: Actions?.Tagging?.Status === 'ENABLED',
    };
  });

/** The address of a clamd. */
export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`, as in AIRLOCK_CLAMD; undefined when there is none. */
export function readClamdAddress(text: string | undefined): ClamdAddress | undefined {
  if (!text) return undefined;
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (!host || !port || Number(port) > 65_535) {
    throw new CannotStartError(
      `AIRLOCK_CLAMD must be host:port, such as 127.0.0.1:3310, not ${text}.`,
    );
  }
  return { host, port: Number(port) };
}

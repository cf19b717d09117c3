// The principals by access key, and their policies: everything that decisions depend on, as plain data.
import { account } from '../addresses.ts';
import type { Credentials } from '../lambda/credentials.ts';
import type { Template } from '../template/template.ts';
import { refuseUndecidable } from './decidable.ts';
import type { PolicyDocument } from './policy.ts';
import { readRole } from './roles.ts';

/** The principal of an access key. */
export type Principal =
  /** The developer, the tests, and the set-up of the cloud: may do everything, without a decision. */
  | { readonly kind: 'administrator' }
  /** A function or a service under a role. */
  | {
      readonly kind: 'session';
      /** The short name that log lines begin with. */
      readonly label: string;
      readonly role: string;
      readonly logicalId: string;
      readonly arn: string;
      readonly policies: readonly PolicyDocument[];
    }
  /** An AWS service that acts for one of its resources, without a role. */
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string };

/** The policy of a bucket. */
export interface BucketAccess {
  readonly policy?: PolicyDocument;
  /** Block public access's `RestrictPublicBuckets`. */
  readonly restrictsPublic: boolean;
}

/** Everything that decisions depend on; can be sent to another thread. */
export interface IamSettings {
  /** By access key id. */
  readonly principals: Readonly<Record<string, Principal>>;
  /** By the bucket's ARN. */
  readonly buckets: Readonly<Record<string, BucketAccess>>;
}

type Session = Extract<Principal, { kind: 'session' }>;

/** The holder of a role: a function, or a service. */
export interface RoleCaller {
  /** Names the session: of a function its name, as Lambda has it. */
  readonly name: string;
  readonly label: string;
  readonly roleArn: string;
  readonly credentials: Credentials;
}

/** A principal's session under a role. Throws CannotStartError for a policy that cannot be decided. */
export function readSession(template: Template, { name, label, roleArn }: RoleCaller): Session {
  const role = readRole(template, roleArn);
  refuseUndecidable(`Role ${role.name}`, role.policies);
  return {
    kind: 'session',
    label,
    role: role.name,
    logicalId: role.logicalId,
    arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`,
    policies: role.policies,
  };
}

/** The policy of every bucket of the templates, by its ARN. */
export function readBucketAccess(template: Template): Record<string, BucketAccess> {
  const policies = new Map(
    template
      .resources('AWS::S3::BucketPolicy')
      .map(({ properties }) => [
        String(properties.Bucket),
        properties.PolicyDocument as PolicyDocument,
      ]),
  );
  return Object.fromEntries(
    template.resources('AWS::S3::Bucket').map(({ ref, properties, attribute }) => {
      const policy = policies.get(ref);
      if (policy) refuseUndecidable(`The policy of bucket ${ref}`, [policy]);
      const block = properties.PublicAccessBlockConfiguration as
        | { RestrictPublicBuckets?: boolean }
        | undefined;
      return [
        attribute('Arn'),
        { ...(policy && { policy }), restrictsPublic: block?.RestrictPublicBuckets ?? false },
      ];
    }),
  );
}

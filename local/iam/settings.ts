// Who has which access key, and what policies say about them: everything that decisions are made from, as plain data.
import { account } from '../addresses.ts';
import type { Credentials } from '../lambda/credentials.ts';
import type { Template } from '../template/template.ts';
import { refuseUndecidable } from './decidable.ts';
import type { PolicyDocument } from './policy.ts';
import { readRole } from './roles.ts';

/** Whom an access key stands for. */
export type Principal =
  /** The developer, the tests, and what sets the cloud up: may do everything and is not judged. */
  | { readonly kind: 'administrator' }
  /** A function, or a service, at work under a role. */
  | {
      readonly kind: 'session';
      /** The short name that log lines begin with. */
      readonly label: string;
      readonly role: string;
      readonly logicalId: string;
      readonly arn: string;
      readonly policies: readonly PolicyDocument[];
    }
  /** An AWS service that asks in its own name for one of its resources. */
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string };

/** What a bucket says about who may come in. */
export interface BucketAccess {
  readonly policy?: PolicyDocument;
  /** Block public access's `RestrictPublicBuckets`. */
  readonly restrictsPublic: boolean;
}

/** Everything that decisions are made from; can be sent to another thread. */
export interface IamSettings {
  /** By access key id. */
  readonly principals: Readonly<Record<string, Principal>>;
  /** By the bucket's ARN. */
  readonly buckets: Readonly<Record<string, BucketAccess>>;
}

type Session = Extract<Principal, { kind: 'session' }>;

/** Who acts under a role: a function, or a service that was given one. */
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

/** What every bucket of the templates says about who may come in, by its ARN. */
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

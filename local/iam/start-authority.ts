// Gives every access key its principal, passes them to S3, and keeps the log of decisions.
import { findPackageJSON } from 'node:module';
import { account } from '../addresses.ts';
import type { Credentials } from '../lambda/credentials.ts';
import type { State } from '../state.ts';
import type { S3Host } from '../storage/s3-host.ts';
import type { Template } from '../template/template.ts';
import { openAccessLog, writeRoles } from './access-log.ts';
import { type Authority, createAuthority } from './authority.ts';
import {
  type IamSettings,
  type Principal,
  type RoleCaller,
  readBucketAccess,
  readSession,
} from './settings.ts';

/** The callers in this cloud. */
export interface Callers {
  /** The key that sets the cloud up; the developer and the tests use it too. */
  readonly administrator: Credentials;
  /** The distributions, each of which reads its buckets in its own name. */
  readonly distributions: readonly { readonly id: string; readonly credentials: Credentials }[];
  /** The functions, and the services that act under a role. */
  readonly underRoles: readonly RoleCaller[];
}

/**
 * Starts to enforce the templates' policies of each role and each bucket. Throws CannotStartError for what cannot be enforced.
 */
export function startAuthority(
  template: Template,
  callers: Callers,
  { s3, state, log }: { s3: S3Host; state: State; log: (line: string) => void },
): Authority {
  const settings: IamSettings = {
    principals: principalsOf(template, callers),
    buckets: readBucketAccess(template),
  };
  const areNew = writeRoles(
    state.path('roles.json'),
    Object.values(settings.principals),
    template.resources('AWS::IAM::Role').map(({ logicalId }) => logicalId),
  );
  const observe = openAccessLog(state.path('logs', 'access.jsonl'), { goesOn: !areNew, log });
  s3.enforce(settings, observe);
  return createAuthority(settings, observe);
}

function principalsOf(
  template: Template,
  { administrator, distributions, underRoles }: Callers,
): Record<string, Principal> {
  return {
    [administrator.accessKeyId]: { kind: 'administrator' },
    ...Object.fromEntries(
      distributions.map(({ id, credentials }) => [
        credentials.accessKeyId,
        {
          kind: 'service' as const,
          service: 'cloudfront.amazonaws.com',
          sourceArn: `arn:aws:cloudfront::${account}:distribution/${id}`,
        },
      ]),
    ),
    ...Object.fromEntries(
      underRoles.map((each) => [each.credentials.accessKeyId, readSession(template, each)]),
    ),
  };
}

/** Whether the package that decides by IAM's rules is installed. It is under the AGPL, so Airlock does not bring it. */
export function hasSimulator(): boolean {
  try {
    return findPackageJSON('@cloud-copilot/iam-simulate', import.meta.url) !== undefined;
  } catch (error) {
    // Only a missing package is an answer: a test runner without this function must not end the enforcement unseen.
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return false;
    throw error;
  }
}

/**
 * The authority of a cloud whose tables are in another engine: every principal has the same key there, so that their roles cannot
 * be distinguished.
 */
export const noAuthority: Authority = {
  principalOf: () => ({ kind: 'administrator' }),
  decide: async () => ({ allowed: true }),
};

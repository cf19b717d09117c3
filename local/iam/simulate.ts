// One decision by IAM's rules: identity policies, the bucket's policy and block public access, as AWS evaluates them.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { account } from '../addresses.ts';
import type { PolicyDocument } from './policy.ts';
import type { BucketAccess } from './settings.ts';

/** A request whose caller is known. */
export interface Judged {
  /** The ARN of a session, or the name of a service such as `cloudfront.amazonaws.com`. */
  readonly principal: string;
  readonly policies: readonly PolicyDocument[];
  readonly bucket?: BucketAccess | undefined;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

/** How it was decided: who did not allow it, or who denied it. */
export type Verdict = 'allowed' | 'not allowed' | 'denied by identity' | 'denied by resource';

/** Decides one request. Throws when IAM knows no such action, or no such resource of it. */
export async function simulate(judged: Judged): Promise<Verdict> {
  const { principal, policies, bucket, action, resource, context } = judged;
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: withoutWildcards(resource), accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy ${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(bucket?.policy && { resourcePolicy: bucket.policy }),
      ...(bucket && {
        additionalSettings: { s3: { blockPublicAccess: bucket.restrictsPublic } },
      }),
    },
    {},
  );
  if (answer.resultType === 'error')
    throw new Error(`IAM cannot decide ${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  if (answer.overallResult === 'Allowed') return 'allowed';
  if (answer.overallResult !== 'ExplicitlyDenied') return 'not allowed';
  const isByIdentity =
    answer.resultType === 'single' &&
    answer.result.analysis.identityAnalysis?.result === 'ExplicitlyDenied';
  return isByIdentity ? 'denied by identity' : 'denied by resource';
}

/**
 * A key may hold `*` and `?`, which the simulator would take for a question about many resources. No policy can name
 * them but by a wildcard of its own, so a character that no policy names does as well.
 */
const withoutWildcards = (resource: string): string =>
  resource === '*' ? resource : resource.replace(/[*?]/g, '\uE000');

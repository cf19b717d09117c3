// The one place that decides what an access key may do; every service of the local cloud asks it before it acts.

import { account } from '../addresses.ts';
import type { Access } from './access.ts';
import { classifierOf } from './equivalence.ts';
import type { PolicyDocument } from './policy.ts';
import { messageOf, remedyFor } from './refusal.ts';
import type { IamSettings, Principal } from './settings.ts';
import type { Verdict } from './simulate.ts';

/** The answer; a refusal has a message for the caller, in AWS's words. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly message: string };

/** A kind of request that was decided for the first time, with the first request of its kind. */
export interface Observation {
  readonly at: string;
  /** The role or service that asked. */
  readonly principal: string;
  readonly label: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Access['context'];
  readonly allowed: boolean;
  readonly isDisclosure: boolean;
  /** The remedy for a refusal. */
  readonly remedy?: string;
}

/** Decides. */
export interface Authority {
  /** The principal of an access key; undefined for an unknown key. */
  principalOf(accessKeyId: string): Principal | undefined;
  decide(access: Access): Promise<Decision>;
}

/**
 * Plain HTTP on this machine counts as TLS: a request to `http://127.0.0.1` here is a request to `https://` in AWS, as the
 * endpoints of the SDK and every address in a template are. Statements that require TLS therefore allow it.
 */
const asIfOverTls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** Loaded with the first question: it takes as long as a good part of the rest of the start. */
const loadSimulator = () => import('./simulate.ts');

type Judgeable = Exclude<Principal, { kind: 'administrator' }>;

/** Starts to decide; `observe` receives every kind of request once, which shows what a role needs. */
export function createAuthority(
  { principals, buckets }: IamSettings,
  observe: (observation: Observation) => void,
): Authority {
  const verdicts = new Map<string, Promise<Verdict>>();
  const classifiers = new Map<string, (access: Access) => string>();

  function judge(principal: Judgeable, access: Access): Promise<Verdict> {
    const { accessKeyId, action, resource, context, isDisclosure = false } = access;
    const bucketArn = /^arn:aws:s3:::[^/]+/.exec(resource)?.[0] ?? '';
    const bucket = buckets[bucketArn];
    const identity = principal.kind === 'session' ? principal.policies : [];
    const all = bucket?.policy ? [...identity, bucket.policy] : identity;
    const scope = `${accessKeyId} ${bucket ? bucketArn : ''}`;
    const classify = classifiers.get(scope) ?? classifierOf(all);
    classifiers.set(scope, classify);
    const kind = `${scope} ${isDisclosure} ${classify(access)}`;
    const known = verdicts.get(kind);
    if (known) return known;
    const caller = principal.kind === 'session' ? principal.arn : principal.service;
    const verdict = loadSimulator().then(({ simulate }) =>
      simulate({ principal: caller, policies: identity, bucket, action, resource, context }),
    );
    verdicts.set(kind, verdict);
    verdict.then(
      (decided) => observe(observationOf(principal, access, decided, all)),
      () => verdicts.delete(kind),
    );
    return verdict;
  }

  return {
    principalOf: (accessKeyId) => principals[accessKeyId],
    async decide(asked) {
      const principal = principals[asked.accessKeyId];
      if (!principal) throw new Error(`The access key ${asked.accessKeyId} is unknown.`);
      if (principal.kind === 'administrator') return { allowed: true };
      const access = { ...asked, context: { ...asked.context, ...contextOf(principal) } };
      const verdict = await judge(principal, access);
      if (verdict === 'allowed') return { allowed: true };
      return { allowed: false, message: messageOf(principal, access, verdict) };
    },
  };
}

const contextOf = (principal: Judgeable): Access['context'] => ({
  ...asIfOverTls,
  ...(principal.kind === 'session'
    ? {
        'aws:PrincipalAccount': account,
        'aws:PrincipalArn': `arn:aws:iam::${account}:role/${principal.role}`,
      }
    : { 'aws:SourceArn': principal.sourceArn, 'aws:SourceAccount': account }),
});

function observationOf(
  principal: Judgeable,
  access: Access,
  verdict: Verdict,
  policies: readonly PolicyDocument[],
): Observation {
  const { action, resource, context, isDisclosure = false } = access;
  return {
    at: new Date().toISOString(),
    principal: principal.kind === 'session' ? principal.role : principal.service,
    label: principal.kind === 'session' ? principal.label : principal.service,
    action,
    resource,
    context,
    allowed: verdict === 'allowed',
    isDisclosure,
    ...(verdict !== 'allowed' && { remedy: remedyFor(access, verdict, policies) }),
  };
}

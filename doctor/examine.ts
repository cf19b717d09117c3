// The security checklist in its order, and its examination: templates in, a verdict for every line out.
import { alarmsWired } from './alarms.ts';
import { corsExact, judgedVersionKept, publicAccessBlocked, uploadsAborted } from './buckets.ts';
import { accessControlOnly } from './cdn.ts';
import type { Check, Finding } from './check.ts';
import { quotaOn, throttlingOn, tokenDemanded } from './limits.ts';
import { logsKeptAsLongAsSaid } from './logs.ts';
import { rolesMinimal } from './roles.ts';
import { encryptedAtRest, keptForGood } from './storage.ts';
import { resourcesOf, type StackTemplate } from './template.ts';
import { tlsOnly } from './tls.ts';

/** Every line of the checklist. */
export const checklist: readonly Check[] = [
  publicAccessBlocked,
  accessControlOnly,
  tlsOnly,
  encryptedAtRest,
  corsExact,
  uploadsAborted,
  judgedVersionKept,
  quotaOn,
  throttlingOn,
  tokenDemanded,
  rolesMinimal,
  keptForGood,
  logsKeptAsLongAsSaid,
  alarmsWired,
];

/** A line of the checklist, examined. */
export interface Line {
  readonly id: string;
  readonly title: string;
  /** Whether it holds for at least one resource and fails for none: a line without resources proves nothing. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
}

/** Checks the templates by every line of the checklist. */
export function examine(stacks: readonly StackTemplate[]): readonly Line[] {
  const all = resourcesOf(stacks);
  return checklist.map((check) => {
    const findings = check.examine(all);
    const outcomes = findings.map(({ outcome }) => outcome);
    const holds = outcomes.includes('holds') && !outcomes.includes('fails');
    return { id: check.id, title: check.title, holds, findings };
  });
}

// Checks the groups that the configuration names: another issuer may have any, a user pool none with a blank or a control
// character.
import type { z } from 'zod';
import type { Config } from '../lambdas/config/config.ts';
import { text } from './config-fields.ts';
import { isCognitoGroup } from './config-names.ts';

// Blanks within a name are part of it; a blank at either end is a mistake.
const name = '\\S(?:.*\\S)?';

/** Who may upload. */
export const uploader = text(
  "'authenticated' or 'group:<name>'",
  new RegExp(`^(authenticated|group:${name})$`),
);

/** Who may read, administer or publish. */
export const reader = text(
  "'authenticated', 'owner' or 'group:<name>'",
  new RegExp(`^(authenticated|owner|group:${name})$`),
);

/** Whose quota is another. */
export const grantee = text("'user:<sub>' or 'group:<name>'", new RegExp(`^(user|group):${name}$`));

const audiences = ['uploaders', 'readers', 'administrators', 'publishers'] as const;

/** Reports groups that a user pool cannot have (Cognito API reference, "CreateGroup"), where people are in one. */
export function checkGroups(
  { collections, quota, auth }: Pick<Config, 'collections' | 'quota' | 'auth'>,
  context: z.RefinementCtx,
): void {
  if (auth.issuer !== undefined) return;
  const isForeign = (group: string) =>
    auth.issuers.some((issuer) => group.startsWith(`group:${issuer.name}:`));
  const check = (who: string, path: (string | number)[]) => {
    const [, group] = /^group:(.+)$/s.exec(who) ?? [];
    if (group === undefined || isCognitoGroup(group) || isForeign(who)) return;
    const message = `is ${JSON.stringify(who)}; expected a name without blanks and control characters, since the groups of a user pool have none`;
    context.addIssue({ code: 'custom', path, message });
  };
  for (const [key, collection] of Object.entries(collections))
    for (const field of audiences)
      for (const [index, who] of collection[field].entries())
        check(who, ['collections', key, field, index]);
  for (const who of Object.keys(quota.overrides)) check(who, ['quota', 'overrides', who]);
}

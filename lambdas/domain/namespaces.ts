// Keeps the principals of several issuers apart: the same `sub` at two of them is never the same owner.
import type { Principal } from './access.ts';
import { Refusal } from './errors.ts';

/** Separates the name of a further issuer from the subject or group. No name contains it, so no two issuers share a prefix. */
const prefixOf = (name: string): string => `${name}:`;

/** The principal of a further issuer: its subject and groups begin with the issuer's name. */
export const inNamespace = (principal: Principal, name: string): Principal => ({
  ...principal,
  sub: prefixOf(name) + principal.sub,
  groups: principal.groups.map((group) => prefixOf(name) + group),
});

/**
 * The principal of the first issuer. Its subjects and groups have no prefix, so that owners stay the same when an issuer is
 * added. Groups that could be read as those of a further issuer are left out.
 * @throws Refusal `unauthorized` when the subject could be read as one of a further issuer
 */
export function outsideNamespaces(principal: Principal, names: readonly string[]): Principal {
  const isForeign = (text: string) => names.some((name) => text.startsWith(prefixOf(name)));
  if (isForeign(principal.sub)) {
    throw new Refusal(
      'unauthorized',
      'The subject of the token begins with the name of another issuer. Ask the operator to give that issuer another name.',
      {},
    );
  }
  return { ...principal, groups: principal.groups.filter((group) => !isForeign(group)) };
}

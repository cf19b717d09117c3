// What was decided, for people and for the report on unused rights: a line for each kind of request, a refusal aloud.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Observation } from './authority.ts';
import type { PolicyDocument } from './policy.ts';
import type { Principal } from './settings.ts';

/** What a role may do, as it is kept beside the log of what it did: role name → policies. */
export type RolesFile = Readonly<
  Record<string, { readonly label: string; readonly policies: readonly PolicyDocument[] }>
>;

/** Begins the log of this run. The returned function notes an observation, and says on `log` what was refused. */
export function openAccessLog(
  file: string,
  log: (line: string) => void,
): (observation: Observation) => void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return (observation) => {
    appendFileSync(file, `${JSON.stringify(observation)}\n`);
    const { allowed, isDisclosure, label, action, resource, remedy } = observation;
    if (allowed || isDisclosure) return;
    log(`${label} ACCESS DENIED ${action} on ${resource}; ${remedy}`);
  };
}

/** Writes down what each function's role may do. */
export function writeRoles(file: string, principals: readonly Principal[]): void {
  const sessions = principals.filter((each) => each.kind === 'session');
  const roles: RolesFile = Object.fromEntries(
    sessions.map(({ role, label, policies }) => [role, { label, policies }]),
  );
  writeFileSync(file, `${JSON.stringify(roles, null, 2)}\n`);
}

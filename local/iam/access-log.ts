// The log of decisions, for people and for the report on unused rights: a line for each kind of request; refusals are also
// printed.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Observation } from './authority.ts';
import type { PolicyDocument } from './policy.ts';
import type { Principal } from './settings.ts';

/** What a role may do. */
export interface EnforcedRole {
  /** The short name of who acts under it. */
  readonly label: string;
  readonly logicalId: string;
  readonly policies: readonly PolicyDocument[];
}

/** The policies of roles, stored beside the log of their requests. */
export interface RolesFile {
  /** By the role's name. */
  readonly enforced: Readonly<Record<string, EnforcedRole>>;
  /** Logical ids of the roles that no function here uses: the local cloud does their work itself. */
  readonly notEnforced: readonly string[];
}

/**
 * Opens the log. It continues the log of the last run if the roles are still the same, and starts empty if not. The returned
 * function records an observation, and prints refusals by `log`.
 */
export function openAccessLog(
  file: string,
  { goesOn, log }: { goesOn: boolean; log: (line: string) => void },
): (observation: Observation) => void {
  mkdirSync(dirname(file), { recursive: true });
  if (!goesOn) writeFileSync(file, '');
  return (observation) => {
    appendFileSync(file, `${JSON.stringify(observation)}\n`);
    const { allowed, isDisclosure, label, action, resource, remedy } = observation;
    if (allowed || isDisclosure) return;
    log(`${label} ACCESS DENIED ${action} on ${resource}; ${remedy}`);
  };
}

/** Writes the policies of each role; false when the same ones were written before. */
export function writeRoles(
  file: string,
  principals: readonly Principal[],
  logicalIds: readonly string[],
): boolean {
  const sessions = principals.filter((each) => each.kind === 'session');
  const roles: RolesFile = {
    enforced: Object.fromEntries(
      sessions.map(({ role, label, logicalId, policies }) => [
        role,
        { label, logicalId, policies },
      ]),
    ),
    notEnforced: logicalIds.filter((id) => !sessions.some(({ logicalId }) => logicalId === id)),
  };
  const text = `${JSON.stringify(roles, null, 2)}\n`;
  if (existing(file) === text) return false;
  writeFileSync(file, text);
  return true;
}

function existing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

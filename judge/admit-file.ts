// Admits a file on disk as a claim: chooses its collection and its type.
import type { Principal } from '../lambdas/domain/access.ts';
import { claimedType } from '../lambdas/domain/claimed-type.ts';
import type { Collection, Rules } from '../lambdas/domain/collection.ts';
import { Refusal } from '../lambdas/domain/errors.ts';
import { admitClaim } from '../lambdas/domain/policy.ts';
import { JudgeError } from './judge-error.ts';

/** A file that could be sent: its collection and the claimed type in its canonical form. */
export interface Admission {
  readonly collection: Collection;
  readonly contentType: string;
}

interface Candidate {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Admits a file to the named collection, else to the first of the configuration that takes it. The type is the one that
 * the client library claims by the extension.
 * @throws Refusal of the chosen collection, or of one that takes the type but not the size, or of them all
 */
export function admitFile(file: Candidate, config: Rules, collection?: string): Admission {
  const contentType = claimedType('', file.filename);
  const refusals: Refusal[] = [];
  for (const name of candidateNames(config, collection)) {
    try {
      const claim = { ...file, contentType, collection: name };
      return admitClaim(claim, anyUploader(config), config, new Date());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  const [first] = refusals;
  if (refusals.length === 1 && first) throw first;
  throw refusals.find(({ code }) => code === 'file_too_large') ?? notTaken(contentType, config);
}

function candidateNames(config: Rules, chosen: string | undefined): readonly string[] {
  const names = Object.keys(config.collections);
  if (chosen === undefined) return names;
  if (names.includes(chosen)) return [chosen];
  throw new JudgeError(
    `There is no collection ${chosen}. The configuration has ${names.join(', ')}.`,
  );
}

/** A principal who may upload to every collection: permissions are not what is judged here. */
const anyUploader = ({ collections }: Rules): Principal => ({
  sub: 'judge',
  groups: Object.values(collections)
    .flatMap(({ uploaders }) => uploaders)
    .filter((who) => who.startsWith('group:'))
    .map((who) => who.slice('group:'.length)),
});

function notTaken(contentType: string, { collections }: Rules): Refusal {
  const allowed = [...new Set(Object.values(collections).flatMap(({ types }) => types))];
  return new Refusal('type_not_allowed', `No collection takes ${contentType}.`, {
    contentType,
    allowed,
  });
}

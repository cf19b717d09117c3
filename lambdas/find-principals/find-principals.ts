// POST /principals/lookups: finds people by name, so that files are shared by name and not by id.
import type { FindPrincipals, PrincipalLookup } from '../domain/directory-ports.ts';
import { Refusal, ThrottledError } from '../domain/errors.ts';
import type { PrincipalsResponse } from '../http/principal-contract.ts';

interface Ports {
  readonly findPrincipals: FindPrincipals;
}

/** Looks people up in the directory; each answer is a principal that a grant can name. */
export const lookUpPrincipals =
  ({ findPrincipals }: Ports) =>
  async (lookup: PrincipalLookup): Promise<PrincipalsResponse> => {
    const found = await findPrincipals(lookup).catch(refuseThrottled);
    return { principals: found.map(({ sub, name }) => ({ principal: `user:${sub}`, name })) };
  };

function refuseThrottled(error: unknown): never {
  if (!(error instanceof ThrottledError)) throw error;
  throw new Refusal('too_many_requests', 'Too many lookups at once. Try again in a second.', {
    retryAfterSeconds: 1,
  });
}

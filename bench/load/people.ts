// The people of a load run: more than the local issuer has, with tokens signed by its key.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { accessClaims } from '../../local/issuer/users.ts';
import type { TemporaryCloud } from '../temporary.ts';

/** A signed-in person. */
export type Person = Awaited<ReturnType<typeof signPeopleIn>>[number];

/** Groups that files can be shared with; everybody is in one. */
export const teams = ['team-0', 'team-1', 'team-2'] as const;

/** Signs so many people in, for longer than any run. */
export async function signPeopleIn(
  { stateDirectory, addresses: { issuer, clientId } }: TemporaryCloud,
  count: number,
) {
  const jwk = JSON.parse(await readFile(join(stateDirectory, 'issuer.json'), 'utf8'));
  const key = await importJWK(jwk, 'RS256');
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const sub = `person-${number}`;
      const groups = teams.filter((_team, index) => index === number % teams.length);
      const user = { username: sub, name: sub, email: `${sub}@example.com`, groups };
      const token = await new SignJWT(accessClaims(user, clientId, 'openid'))
        .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime('1d')
        .sign(key);
      return { sub, groups, token };
    }),
  );
}

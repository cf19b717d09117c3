// The local users, and the claims that Cognito would put into their tokens.

/** A user who can sign in, without a password. */
export interface User {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** Everybody: four ordinary people and one member of the group `staff`. */
export const users: readonly User[] = [
  { username: 'alice', name: 'Alice', email: 'alice@example.com', groups: [] },
  { username: 'bob', name: 'Bob', email: 'bob@example.com', groups: [] },
  { username: 'carol', name: 'Carol', email: 'carol@example.com', groups: [] },
  { username: 'dora', name: 'Dora', email: 'dora@example.com', groups: [] },
  { username: 'staff', name: 'Staff', email: 'staff@example.com', groups: ['staff'] },
];

/** Finds a user by username. */
export const findUser = (username: unknown): User | undefined =>
  users.find((user) => user.username === username);

const groupClaims = ({ groups }: User) => (groups.length > 0 ? { 'cognito:groups': groups } : {});

/** The claims of an access token besides those of every token. */
export const accessClaims = (user: User, clientId: string, scope: string) => ({
  sub: user.username,
  username: user.username,
  aud: clientId,
  client_id: clientId,
  scope,
  token_use: 'access',
  ...groupClaims(user),
});

/** The claims of an ID token besides those of every token. */
export const identityClaims = (user: User, clientId: string) => ({
  sub: user.username,
  aud: clientId,
  'cognito:username': user.username,
  name: user.name,
  email: user.email,
  email_verified: true,
  token_use: 'id',
  ...groupClaims(user),
});

/** The claims of a program's own access token besides those of every token; it has no `aud`. */
export const machineClaims = (clientId: string, scope: string) => ({
  sub: clientId,
  client_id: clientId,
  scope,
  token_use: 'access',
  version: 2,
});

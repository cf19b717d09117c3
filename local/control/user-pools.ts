// Cognito's ListUsers as far as functions call it: the local users, found by one attribute.
import { account, region } from '../addresses.ts';
import { type User, users } from '../issuer/users.ts';

/** A request of Cognito's JSON protocol. */
export interface ListUsersRequest {
  readonly UserPoolId?: unknown;
  readonly Filter?: unknown;
  readonly Limit?: unknown;
}

/** Most users of one page. */
const MAX_USERS = 60;

/** The user pool that a request names, as IAM knows it. */
export const userPoolArnOf = ({ UserPoolId }: ListUsersRequest): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${String(UserPoolId)}`;

/** The attributes that a user has, as Cognito writes them. */
const attributesOf = ({ username, name, email }: User): Readonly<Record<string, string>> => ({
  sub: username,
  name,
  email,
  email_verified: 'true',
});

/**
 * Answers ListUsers: `attribute = "value"` matches a mail address without regard to case, every other attribute exactly.
 * Undefined for a filter that is not understood here.
 */
export function listUsers({ Filter, Limit = MAX_USERS }: ListUsersRequest): object | undefined {
  const parts = /^(sub|email|name) = "((?:[^"\\]|\\["\\])*)"$/.exec(String(Filter));
  if (!parts) return undefined;
  const [, attribute = '', escaped = ''] = parts;
  const value = escaped.replaceAll(/\\(["\\])/g, '$1');
  const spell = (text: string) => (attribute === 'email' ? text.toLowerCase() : text);
  const found = users.filter((user) => spell(attributesOf(user)[attribute] ?? '') === spell(value));
  return {
    Users: found.slice(0, Number(Limit)).map((user) => ({
      Username: user.username,
      Attributes: Object.entries(attributesOf(user)).map(([Name, Value]) => ({ Name, Value })),
      Enabled: true,
      UserStatus: 'CONFIRMED',
    })),
  };
}

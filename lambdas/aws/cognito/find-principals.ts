// Looks up people in Cognito's user pool by their verified mail address or by their subject.
import {
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  TooManyRequestsException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type FindPrincipals,
  MAX_FOUND,
  type NamedPrincipal,
} from '../../domain/directory-ports.ts';
import { ThrottledError } from '../../domain/errors.ts';

/**
 * One ListUsers for a mail address, and one for each subject: a filter has one attribute and one value. Mail addresses match as a
 * whole and without regard to case. An unverified address may belong to another person, so it finds no account.
 */
export const findPrincipalsWith =
  (cognito: CognitoIdentityProviderClient, UserPoolId: string): FindPrincipals =>
  async (lookup) => {
    const find = async (attribute: 'email' | 'sub', value: string, Limit: number) => {
      const Filter = `${attribute} = "${escapeQuotes(value)}"`;
      // Without AttributesToGet: Cognito fails when one of those is missing on a user, as a name often is.
      const command = new ListUsersCommand({ UserPoolId, Filter, Limit });
      const { Users = [] } = await cognito.send(command).catch(throwThrottled);
      return Users.filter(({ Enabled }) => Enabled !== false);
    };
    if ('name' in lookup) {
      const users = await find('email', lookup.name, MAX_FOUND);
      return users.filter(hasVerifiedMail).flatMap(toPrincipal);
    }
    const found = await Promise.all(lookup.subs.map((sub) => find('sub', sub, 1)));
    return found.flat().flatMap(toPrincipal);
  };

/** Quotation marks within a filter are escaped by a backslash (Cognito user pools API reference, "ListUsers"). */
const escapeQuotes = (value: string): string => value.replaceAll(/[\\"]/g, '\\$&');

const attributeOf = ({ Attributes = [] }: UserType, name: string): string | undefined =>
  Attributes.find((attribute: AttributeType) => attribute.Name === name)?.Value;

const hasVerifiedMail = (user: UserType): boolean => attributeOf(user, 'email_verified') === 'true';

/** A person is named by the mail address, else by the name in the profile. */
function toPrincipal(user: UserType): NamedPrincipal[] {
  const sub = attributeOf(user, 'sub');
  const address = hasVerifiedMail(user) ? attributeOf(user, 'email') : undefined;
  const name = address ?? attributeOf(user, 'name');
  return sub === undefined || name === undefined ? [] : [{ sub, name }];
}

function throwThrottled(error: unknown): never {
  if (!(error instanceof TooManyRequestsException)) throw error;
  throw new ThrottledError('Cognito throttled ListUsers.', { cause: error });
}

// The Cognito user pool that signs people in when the configuration names no issuer; accounts are by invitation.
import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';

/** The properties of the user pool. */
export interface UserDirectoryProps {
  readonly config: Config;
  /** Origins whose pages people sign in to; the first is the one that invitations name. */
  readonly origins: readonly string[];
  /** Whether the pool is deleted with its stack. */
  readonly isRemoved: boolean;
}

/** A Cognito user pool with one public client, and a sign-in page at a Cognito domain. */
export class UserDirectory extends Construct {
  readonly issuer: string;
  readonly clientId: string;
  readonly userPool: UserPool;
  /** Address that ends the session at the sign-in page and returns to the site. */
  readonly signOutUrl: string;
  /** Address where clients obtain tokens. */
  readonly tokenUrl: string;

  constructor(scope: Construct, id: string, { config, origins, isRemoved }: UserDirectoryProps) {
    super(scope, id);
    const [site = ''] = origins;
    const pool = userPool(this, site, isRemoved);
    const client = pool.addClient('Page', publicClient(origins));
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${config.name.toLowerCase()}-${Aws.ACCOUNT_ID}` },
    });
    for (const group of groupsIn(config)) {
      new CfnUserPoolGroup(this, `Group-${group}`, {
        userPoolId: pool.userPoolId,
        groupName: group,
      });
    }
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = client.userPoolClientId;
    this.userPool = pool;
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.signOutUrl = `${domain.baseUrl()}/logout?client_id=${this.clientId}&logout_uri=${site}/`;
  }
}

function userPool(scope: Construct, site: string, isRemoved: boolean): UserPool {
  const pool = new UserPool(scope, 'UserPool', {
    // Everyone who can sign in can store files, so that only the operator creates accounts, not visitors of the page.
    selfSignUpEnabled: false,
    userInvitation: {
      emailSubject: 'Your account',
      emailBody: `You can sign in at ${site}/ as {username} with the temporary password {####}. It is valid for 3 days.`,
    },
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    deletionProtection: !isRemoved,
    // Deletion protection would stop CloudFormation from deleting it after a failed creation as well.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(pool).acknowledge(
    {
      id: 'AwsSolutions-COG2',
      reason:
        'Whether every person needs a second factor is for the operator to decide; the pool offers TOTP.',
    },
    {
      id: 'AwsSolutions-COG8',
      reason:
        'The Plus plan charges per active person for risk-based sign-in; accounts are by invitation.',
    },
  );
  return pool;
}

/** The page is a public client: no secret, code grant with PKCE. */
export const publicClient = (origins: readonly string[]): UserPoolClientOptions => ({
  generateSecret: false,
  // Of sign-in by API only SRP, which never sends the password; its tokens lack `openid`, so no route accepts them.
  authFlows: { userSrp: true },
  oAuth: {
    flows: { authorizationCodeGrant: true },
    scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
    callbackUrls: origins.map((origin) => `${origin}/`),
    logoutUrls: origins.map((origin) => `${origin}/`),
  },
  accessTokenValidity: Duration.hours(1),
  idTokenValidity: Duration.hours(1),
  refreshTokenValidity: Duration.days(1),
  enableTokenRevocation: true,
  preventUserExistenceErrors: true,
});

/** The groups that the configuration names, so that an operator only has to put people into them. */
function groupsIn({ collections, quota, auth }: Config): string[] {
  const isForeign = (group: string) =>
    auth.issuers.some(({ name }) => group.startsWith(`${name}:`));
  const named = Object.values(collections).flatMap(
    ({ uploaders, readers, administrators, publishers }) => [
      ...uploaders,
      ...readers,
      ...administrators,
      ...publishers,
    ],
  );
  const groups = [...named, ...Object.keys(quota.overrides)]
    .filter((name) => name.startsWith('group:'))
    .map((name) => name.slice('group:'.length))
    .filter((group) => !isForeign(group));
  return [...new Set(groups)].sort();
}

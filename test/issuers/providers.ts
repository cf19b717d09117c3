// The providers of docs/identity.md, each as far as its tokens and documents differ from those of others.
import type { SignatureAlgorithm } from '../../lambdas/config/token-rules.ts';
import { makeKey } from './keys.ts';
import type { Provider } from './start-issuer.ts';

type Kind = Omit<Provider, 'key'> & { readonly alg?: SignatureAlgorithm };

const clientId = '6731de76-14a6-49ae-97bc-6eba6914391e';

/** By the title of the recipe. Shapes of tokens: the providers' own references, see the links beside each. */
const kinds = {
  // https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
  Cognito: {
    path: '/eu-central-1_Ab12Cd34E',
    keysPath: '/eu-central-1_Ab12Cd34E/.well-known/jwks.json',
    hasDiscovery: true,
    header: { typ: undefined },
    claims: ({ sub, groups }) => ({
      sub,
      client_id: '1h57kf5cpq17m0eml12EXAMPLE',
      token_use: 'access',
      scope: 'openid email',
      username: sub,
      'cognito:groups': groups,
    }),
  },
  // https://auth0.com/docs/secure/tokens/access-tokens
  Auth0: {
    path: '/',
    keysPath: '/.well-known/jwks.json',
    hasDiscovery: true,
    needsAudience: true,
    clientId: 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE',
    claims: ({ sub, groups }, issuer) => ({
      sub: `auth0|${sub}`,
      aud: ['https://files.example.com/api', `${issuer}userinfo`],
      azp: 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE',
      scope: 'openid profile email offline_access',
      'https://app.example.com/roles': groups,
    }),
  },
  // https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
  Entra: {
    path: '/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0',
    keysPath: '/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/discovery/v2.0/keys',
    hasDiscovery: true,
    claims: ({ sub, groups }) => ({
      sub,
      aud: clientId,
      azp: clientId,
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      tid: '8eaef023-2b34-4da1-9baa-8bc8c9d6a490',
      scp: 'Files.Use',
      roles: groups,
      ver: '2.0',
    }),
  },
  // https://developer.okta.com/docs/reference/api/oidc/#access-token-payload
  Okta: {
    path: '/oauth2/default',
    keysPath: '/oauth2/default/v1/keys',
    hasDiscovery: true,
    header: { typ: undefined },
    claims: ({ sub, groups }) => ({
      sub,
      aud: 'api://default',
      cid: '0oa1b2c3d4E5f6G7h8i9',
      uid: '00u1b2c3d4E5f6G7h8i9',
      scp: ['openid', 'profile'],
      groups,
      ver: 1,
    }),
  },
  // https://www.keycloak.org/docs/latest/server_admin/#audience-support
  Keycloak: {
    path: '/realms/acme',
    keysPath: '/realms/acme/protocol/openid-connect/certs',
    hasDiscovery: true,
    clientId: 'airlock',
    claims: ({ sub, groups }) => ({
      sub,
      aud: ['airlock', 'account'],
      azp: 'airlock',
      typ: 'Bearer',
      scope: 'openid email profile',
      realm_access: { roles: [...groups, 'default-roles-acme', 'offline_access'] },
      resource_access: { account: { roles: ['manage-account'] } },
    }),
  },
  // https://clerk.com/docs/backend-requests/resources/session-tokens
  Clerk: {
    path: '',
    keysPath: '/.well-known/jwks.json',
    hasDiscovery: true,
    header: { cat: 'cl_B7d4PD111AAA' },
    claims: ({ sub, groups }) => ({
      sub: `user_${sub}`,
      azp: 'https://app.example.com',
      sid: 'sess_2lAbC',
      sts: 'active',
      v: 2,
      roles: groups,
    }),
  },
  // https://firebase.google.com/docs/auth/admin/verify-id-tokens
  Firebase: {
    path: '/acme-files',
    keysPath: '/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    hasDiscovery: true,
    claims: ({ sub, groups, email }) => ({
      sub,
      aud: 'acme-files',
      auth_time: 1_700_000_000,
      user_id: sub,
      email,
      firebase: { identities: { email: [email] }, sign_in_provider: 'password' },
      groups,
    }),
  },
  // https://supabase.com/docs/guides/auth/jwt-fields
  Supabase: {
    path: '/auth/v1',
    keysPath: '/auth/v1/.well-known/jwks.json',
    hasDiscovery: false,
    alg: 'ES256',
    claims: ({ sub, groups, email }) => ({
      sub,
      aud: 'authenticated',
      role: 'authenticated',
      aal: 'aal1',
      email,
      is_anonymous: false,
      app_metadata: { provider: 'email', roles: groups },
      user_metadata: { roles: ['staff'] },
    }),
  },
  'Your own tokens': {
    path: '',
    keysPath: '/unused',
    hasDiscovery: false,
    alg: 'EdDSA',
    header: { typ: 'at+jwt' },
    claims: ({ sub, groups }) => ({ sub, aud: 'airlock', groups }),
  },
} satisfies Readonly<Record<string, Kind>>;

/** The title of a recipe. */
export type Title = keyof typeof kinds;

/** Every recipe. */
export const titles = Object.keys(kinds) as Title[];

/** The provider of a recipe, with a new key. */
export async function makeProvider(title: Title): Promise<Provider> {
  const { alg = 'RS256', ...kind }: Kind = kinds[title];
  // Azure, Google and Keycloak name key ids in the most different ways; one URL-safe text serves as an example of all.
  return { ...kind, key: await makeKey(alg, `${title}-1`, alg === 'RS256' && title !== 'Entra') };
}

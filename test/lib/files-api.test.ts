import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineAuth } from '../../lambdas/config/auth-config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { ThrottleInput } from '../../lambdas/config/throttle-config.ts';
import { type Route, routes } from '../../lambdas/functions.ts';
import { only, synthesize } from './synthesize.ts';

const siteOrigin = {
  'Fn::GetStackOutput': { StackName: 'Airlock-Static', OutputName: 'SiteUrl' },
};
const ownOrigin = 'https://app.example.com';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize({ ...shippedConfig, origins: [ownOrigin] }));
});

describe('the API', () => {
  const routeKeys = (all: readonly Route[]) =>
    all.map(({ method, path }) => `${method} ${path}`).sort();
  const found = () =>
    Object.values(media.findResources('AWS::ApiGatewayV2::Route')).map((r) => r.Properties);

  it('the API has exactly the routes of the route table', () => {
    expect(
      found()
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual(['$default', ...routeKeys(routes)]);
  });

  it('wants a token with scope openid on every route but those for links, for upload permissions and for the description', () => {
    expect(routeKeys(routes.filter(({ isAnonymous }) => isAnonymous))).toEqual([
      'GET /links/{token}',
      'GET /openapi.json',
      'GET /permitted/files',
      'GET /permitted/files/{id}',
      'GET /permitted/files/{id}/parts',
      'HEAD /links/{token}',
      'POST /links/{token}',
      'POST /permitted/files',
      'POST /permitted/files/{id}/complete',
      'POST /permitted/files/{id}/parts',
    ]);
    const anonymous = ['$default', ...routeKeys(routes.filter(({ isAnonymous }) => isAnonymous))];
    for (const { RouteKey, AuthorizationType, AuthorizationScopes, AuthorizerId } of found()) {
      expect({ AuthorizationType, AuthorizationScopes, AuthorizerId }, RouteKey).toEqual(
        anonymous.includes(RouteKey)
          ? { AuthorizationType: 'NONE' }
          : {
              AuthorizationType: 'JWT',
              AuthorizationScopes: ['openid'],
              AuthorizerId: { Ref: expect.stringMatching(/Jwt/) },
            },
      );
    }
  });

  it('believes the user pool, for its one client', () => {
    expect(only(media, 'AWS::ApiGatewayV2::Authorizer')).toMatchObject({
      AuthorizerType: 'JWT',
      JwtConfiguration: {
        Issuer: { 'Fn::GetAtt': [expect.stringMatching(/UserPool/), 'ProviderURL'] },
        Audience: [{ Ref: expect.stringMatching(/UserPool/) }],
      },
    });
  });

  it('opens CORS to exact origins only', () => {
    expect(only(media, 'AWS::ApiGatewayV2::Api').CorsConfiguration).toEqual({
      AllowOrigins: [siteOrigin, ownOrigin],
      AllowMethods: [...new Set(routes.map(({ method }) => method))],
      AllowHeaders: ['authorization', 'content-type', 'accept', 'idempotency-key'],
      ExposeHeaders: ['location'],
      MaxAge: 3600,
    });
  });

  it('the API is logged and throttled, uploads and links more than the rest', () => {
    expect(only(media, 'AWS::ApiGatewayV2::Stage')).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      RouteSettings: {
        'POST /files': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
        'GET /links/{token}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      },
      AccessLogSettings: { Format: expect.stringContaining('$context.routeKey') },
    });
  });
});

describe('throttling by route', () => {
  const throttleOf = async (throttle: ThrottleInput) => {
    const own = await synthesize(
      defineConfig({ collections: shippedConfig.collections, throttle }),
    );
    return only(own.media, 'AWS::ApiGatewayV2::Stage');
  };

  it('a throttling limit that a route leaves out comes from its own default, else from the API', async () => {
    const stage = await throttleOf({
      ratePerSecond: 11,
      routes: { 'GET /usage': { burst: 7 }, 'POST /files': { ratePerSecond: 1 } },
    });
    expect(stage.RouteSettings).toEqual({
      'POST /files': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 100 },
      'POST /forms': { ThrottlingRateLimit: 6, ThrottlingBurstLimit: 100 },
      'POST /permitted/files': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 40 },
      'GET /links/{token}': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 40 },
      'HEAD /links/{token}': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 40 },
      'POST /links/{token}': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 40 },
      'GET /usage': { ThrottlingRateLimit: 11, ThrottlingBurstLimit: 7 },
    });
  });

  it('the stage with throttling by route waits for those routes', () => {
    const [stage] = Object.values(media.findResources('AWS::ApiGatewayV2::Stage'));
    const limits = stage?.Properties.RouteSettings ?? {};
    const routesByKey = Object.entries(media.findResources('AWS::ApiGatewayV2::Route'));
    const limited = routesByKey
      .filter(([, { Properties }]) => Object.hasOwn(limits, Properties.RouteKey))
      .map(([logicalId]) => logicalId);
    expect(limited).toHaveLength(7);
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(limited));
  });
});

describe('sign-in', () => {
  it('sign-in is by invitation, with a strong password and an optional second factor', () => {
    expect(only(media, 'AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      MfaConfiguration: 'OPTIONAL',
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
      UsernameAttributes: ['email'],
    });
  });

  it('sign-in gives the page a code, never a token, and returns to exact addresses', () => {
    const pages = [{ 'Fn::Join': ['', [siteOrigin, '/']] }, `${ownOrigin}/`];
    expect(only(media, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: pages,
      LogoutURLs: pages,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
    });
  });

  it('knows every group that the configuration names, wherever it does', async () => {
    expect(only(media, 'AWS::Cognito::UserPoolGroup').GroupName).toBe('staff');

    const images = {
      types: ['image/png'],
      maxBytes: 1,
      uploaders: ['group:senders'],
      readers: ['owner', 'group:staff'],
      administrators: ['group:staff', 'group:admins'],
    } as const;
    const own = await synthesize(
      defineConfig({
        collections: { images },
        quota: { overrides: { 'group:archive': { files: 1 }, 'user:alice': { files: 2 } } },
      }),
    );
    const groups = Object.values(own.media.findResources('AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName)).toEqual([
      'admins',
      'archive',
      'senders',
      'staff',
    ]);
  });

  it('the backend has a client of its own, which no person can use and whose secret is in no output', async () => {
    const own = await synthesize({
      ...shippedConfig,
      auth: defineAuth({ serviceClient: true }),
    });
    const { media: stack } = own;
    expect(only(stack, 'AWS::Cognito::UserPoolResourceServer')).toMatchObject({
      Identifier: 'airlock',
      Scopes: [{ ScopeName: 'service' }],
    });
    const [[clientId, client] = []] = Object.entries(
      stack.findResources('AWS::Cognito::UserPoolClient', {
        Properties: { AllowedOAuthFlows: ['client_credentials'] },
      }),
    );
    expect(client?.Properties).toMatchObject({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(client?.Properties).not.toHaveProperty('CallbackURLs');
    expect(only(stack, 'AWS::ApiGatewayV2::Authorizer').JwtConfiguration.Audience).toContainEqual({
      Ref: clientId,
    });
    stack.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /files',
      AuthorizationScopes: ['openid', 'airlock/service'],
    });
    const outputs = stack.findOutputs('*');
    expect(outputs.ServiceClientId?.Value).toEqual({ Ref: clientId });
    expect(JSON.stringify(outputs.TokenUrl)).toContain('/oauth2/token');
    expect(JSON.stringify(stack.toJSON())).not.toContain('ClientSecret');
  });

  it('no user pool is created where an issuer is configured', async () => {
    const auth = defineAuth({
      issuer: 'https://id.example.com/',
      clientId: 'page',
      audiences: ['api'],
      scopes: ['files:write', 'files:read'],
    });
    const own = (await synthesize({ ...shippedConfig, auth })).media;
    own.resourceCountIs('AWS::Cognito::UserPool', 0);
    expect(only(own, 'AWS::ApiGatewayV2::Authorizer').JwtConfiguration).toEqual({
      Issuer: 'https://id.example.com/',
      Audience: ['api'],
    });
    own.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /files',
      AuthorizationScopes: ['files:write', 'files:read'],
    });
    expect(own.findOutputs('*')).toMatchObject({
      Issuer: { Value: 'https://id.example.com/' },
      ClientId: { Value: 'page' },
    });
  });
});

describe('an authorizer of its own', () => {
  const key = {
    kty: 'OKP',
    crv: 'Ed25519',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    kid: 'a',
  } as const;
  const own = {
    name: 'app',
    issuer: 'https://app.example.com',
    audiences: ['airlock'],
    keys: [key],
  };
  const authorizerOf = async (auth: Parameters<typeof defineAuth>[0]) =>
    (await synthesize({ ...shippedConfig, auth: defineAuth(auth) })).media;

  it('a function verifies tokens where there is a second issuer, and knows the pool as the first', async () => {
    const template = await authorizerOf({ issuers: [own] });
    expect(only(template, 'AWS::ApiGatewayV2::Authorizer')).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 60,
    });
    const verifier = only(template, 'AWS::Lambda::Function', 'AuthorizeRequest');
    expect(verifier.Environment.Variables).toEqual({
      TRUSTED_ISSUER: { 'Fn::GetAtt': [expect.stringMatching(/UserPool/), 'ProviderURL'] },
      TRUSTED_AUDIENCES: { Ref: expect.stringMatching(/UserPool/) },
    });
    const routesFound = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    for (const { Properties } of routesFound) {
      const isAnonymous = Properties.AuthorizationType === 'NONE';
      if (Properties.RouteKey === '$default') {
        expect(isAnonymous).toBe(true);
        continue;
      }
      const route = routes.find((each) => `${each.method} ${each.path}` === Properties.RouteKey);
      expect(isAnonymous, Properties.RouteKey).toBe(route?.isAnonymous ?? false);
      if (!isAnonymous) expect(Properties.AuthorizationType).toBe('CUSTOM');
      expect(Properties.AuthorizationScopes).toBeUndefined();
    }
  });

  it('the authorizer may write its log and nothing else', async () => {
    const template = await authorizerOf({ issuers: [own] });
    const role = only(template, 'AWS::IAM::Role', 'AuthorizeRequest');
    expect(role.Policies).toHaveLength(1);
    expect(role.Policies[0].PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/AuthorizeRequestLogs/), 'Arn'] },
      },
    ]);
  });

  it.each<[string, Parameters<typeof defineAuth>[0]]>([
    ['keys in the configuration', { keys: [key], audiences: ['airlock'] }],
    [
      'keys at an address of their own',
      { jwksUri: 'https://id.example.com/jwks', audiences: ['a'] },
    ],
    ['keys on an elliptic curve', { algorithms: ['ES256'], audiences: ['a'] }],
    ['tokens without an audience', { authorizedParties: ['https://app.example.com'] }],
  ])('a function verifies tokens of one issuer with %s', async (_what, auth) => {
    const template = await authorizerOf({ issuer: 'https://id.example.com', ...auth });
    expect(only(template, 'AWS::ApiGatewayV2::Authorizer').AuthorizerType).toBe('REQUEST');
    expect(template.findOutputs('ClientId')).toEqual({});
  });

  it('no group of a further issuer is created in the pool', async () => {
    const images = {
      types: ['image/png'],
      maxBytes: 1,
      administrators: ['group:staff', 'group:app:editors'],
    } as const;
    const config = defineConfig({ collections: { images }, auth: { issuers: [own] } });
    const { media: template } = await synthesize(config);
    expect(only(template, 'AWS::Cognito::UserPoolGroup').GroupName).toBe('staff');
  });
});

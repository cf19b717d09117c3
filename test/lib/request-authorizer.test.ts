// The function that verifies tokens where API Gateway cannot: when it is there, and what it may do.
import { describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineAuth } from '../../lambdas/config/auth-config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { routes } from '../../lambdas/functions.ts';
import { only, synthesize } from './synthesize.ts';

describe('the authorizer function', () => {
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

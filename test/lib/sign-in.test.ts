// Who signs people in, and which clients and groups there are.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineAuth } from '../../lambdas/config/auth-config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { only, siteOrigin, synthesize } from './synthesize.ts';

const ownOrigin = 'https://app.example.com';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize({ ...shippedConfig, origins: [ownOrigin] }));
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

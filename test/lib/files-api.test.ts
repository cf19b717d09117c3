// The routes of the API, who may call them, from where, and how often.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { ThrottleInput } from '../../lambdas/config/throttle-config.ts';
import { type Route, routes } from '../../lambdas/functions.ts';
import { only, siteOrigin, synthesize } from './synthesize.ts';

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
      ExposeHeaders: ['date', 'location'],
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

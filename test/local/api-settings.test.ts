// The limits of routes, as the gateway reads them from a template.
import { expect, test } from 'vitest';
import { readApi } from '../../local/gateway/settings.ts';
import { resolveTemplate } from '../../local/template/template.ts';

const route = (RouteKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { RouteKey, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Lambda' }]] } },
});

const template = resolveTemplate(
  {
    stacks: [
      {
        name: 'Example',
        template: {
          Resources: {
            Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
            Lambda: {
              Type: 'AWS::ApiGatewayV2::Integration',
              Properties: {
                IntegrationType: 'AWS_PROXY',
                PayloadFormatVersion: '2.0',
                IntegrationUri: 'arn',
              },
            },
            Stage: {
              Type: 'AWS::ApiGatewayV2::Stage',
              Properties: {
                DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
                RouteSettings: {
                  'POST /files': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 },
                  'GET /usage': { ThrottlingBurstLimit: 3 },
                },
              },
            },
            Issue: route('POST /files'),
            List: route('GET /files'),
            Usage: route('GET /usage'),
          },
        },
      },
    ],
    assets: new Map(),
  },
  { id: (label) => label, finish: (text) => text },
);

test("a route has the stage's limit for it, and what that leaves out from the default", () => {
  const limits = readApi(template)?.routes.map(({ routeKey, throttle }) => [routeKey, throttle]);
  expect(Object.fromEntries(limits ?? [])).toEqual({
    'POST /files': { ratePerSecond: 5, burst: 7 },
    'GET /files': { ratePerSecond: 100, burst: 200 },
    'GET /usage': { ratePerSecond: 100, burst: 3 },
  });
});

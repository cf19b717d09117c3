// Lines about limits: of storage by quotas, of requests by throttling, and of callers by tokens.
import { routes, unknownRoute } from '../lambdas/functions.ts';
import { type Check, decide, type Finding, ofType, show } from './check.ts';
import { at, listOf, type Resource, referredBy } from './template.ts';

export const quotaOn: Check = {
  id: 'quota',
  title: 'Quota on',
  examine: (all) =>
    ofType(all, 'AWS::Lambda::Function')
      .filter(({ properties }) => properties.Description === 'Airlock: issue-upload')
      .map((issuing) => {
        const quota = issuing.metadata['Airlock::Quota'];
        return decide(
          issuing,
          [at(quota, 'bytes'), at(quota, 'files')].every(isLimit),
          show('Metadata.Airlock::Quota', quota),
          'Set quota.bytes and quota.files in airlock.config.ts to what one owner may keep.',
        );
      }),
};

const isLimit = (value: unknown): boolean =>
  typeof value === 'number' && value < Number.MAX_SAFE_INTEGER;

export const throttlingOn: Check = {
  id: 'throttling',
  title: 'Throttling on',
  examine: (all) =>
    ofType(all, 'AWS::ApiGatewayV2::Stage').flatMap((stage) => [
      decideThrottle(stage, 'DefaultRouteSettings', stage.properties.DefaultRouteSettings),
      ...Object.entries(stage.properties.RouteSettings ?? {}).map(([route, settings]) =>
        decideThrottle(stage, `RouteSettings[${route}]`, settings),
      ),
    ]),
};

function decideThrottle(stage: Resource, property: string, settings: unknown): Finding {
  const rate = at(settings, 'ThrottlingRateLimit');
  const burst = at(settings, 'ThrottlingBurstLimit');
  return decide(
    stage,
    [rate, burst].every((limit) => typeof limit === 'number' && limit > 0),
    `${property}: ${show('ThrottlingRateLimit', rate)}, ${show('ThrottlingBurstLimit', burst)}`,
    'Set throttle.ratePerSecond and throttle.burst in airlock.config.ts.',
  );
}

const anonymous = [
  unknownRoute.key,
  ...routes.filter((route) => route.isAnonymous).map(({ method, path }) => `${method} ${path}`),
];

export const tokenDemanded: Check = {
  id: 'authorization',
  title: 'Every route requires a token, except anonymous ones',
  examine: (all) =>
    ofType(all, 'AWS::ApiGatewayV2::Route')
      .filter(({ properties }) => !anonymous.includes(String(properties.RouteKey)))
      .map((route) => decideRoute(all, route)),
};

function decideRoute(all: readonly Resource[], route: Resource): Finding {
  const { RouteKey, AuthorizationType, AuthorizerId } = route.properties;
  const [authorizer] = ofType(
    referredBy(all, route, AuthorizerId),
    'AWS::ApiGatewayV2::Authorizer',
  );
  return decide(
    route,
    authorizer !== undefined && (verifies[String(AuthorizationType)]?.(authorizer) ?? false),
    `${RouteKey}: ${show('AuthorizationType', AuthorizationType)}, ${show('AuthorizerId', authorizer?.logicalId)}`,
    'Give the route the JWT authorizer with issuer and audience or the authorizer function, or mark it isAnonymous in lambdas/functions.ts.',
  );
}

/** When an authorizer verifies tokens, by the kind that a route names. */
const verifies: Readonly<Record<string, (authorizer: Resource) => boolean>> = {
  JWT: ({ properties }) =>
    properties.AuthorizerType === 'JWT' &&
    at(properties.JwtConfiguration, 'Issuer') !== undefined &&
    listOf(at(properties.JwtConfiguration, 'Audience')).length > 0,
  // Its configuration names the accepted issuers and audiences, which synth validates.
  CUSTOM: ({ properties }) =>
    properties.AuthorizerType === 'REQUEST' &&
    listOf(properties.IdentitySource).includes('$request.header.Authorization') &&
    at(properties, 'AuthorizerUri') !== undefined,
};

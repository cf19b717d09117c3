// AWS::ApiGatewayV2::* in the templates → the routes, authorizers, CORS rules and limits of one HTTP API.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';

/** The HTTP API as the templates describe it. */
export interface ApiSettings {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly RouteSettings[];
  readonly cors?: CorsSettings;
}

/** A route and the function behind it. */
export interface RouteSettings {
  /** `POST /files/{id}`, `ANY /x/{proxy+}` or `$default`. */
  readonly routeKey: string;
  /** ARN of the function. */
  readonly functionArn: string;
  readonly authorizer?: AuthorizerSettings;
  /** Scopes of which the token needs at least one. */
  readonly scopes: readonly string[];
  readonly timeoutMilliseconds: number;
  readonly throttle?: ThrottleSettings;
}

/** A JWT authorizer. */
export interface JwtAuthorizerSettings {
  readonly kind: 'jwt';
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** A Lambda authorizer with simple responses, whose identity source is the Authorization header. */
export interface FunctionAuthorizerSettings {
  readonly kind: 'function';
  readonly functionArn: string;
  readonly cacheSeconds: number;
}

/** The authorizer of a route. */
export type AuthorizerSettings = JwtAuthorizerSettings | FunctionAuthorizerSettings;

/** A token bucket. */
export interface ThrottleSettings {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** The gateway's CORS rules. */
export interface CorsSettings {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials: boolean;
}

interface CorsProperties {
  readonly AllowOrigins?: string[];
  readonly AllowMethods?: string[];
  readonly AllowHeaders?: string[];
  readonly ExposeHeaders?: string[];
  readonly MaxAge?: number;
  readonly AllowCredentials?: boolean;
}

interface LimitProperties {
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

interface StageProperties {
  readonly StageName?: string;
  readonly DefaultRouteSettings?: LimitProperties;
  readonly RouteSettings?: Record<string, LimitProperties>;
}

/** API Gateway's longest integration timeout of an HTTP API. */
const maxTimeoutMilliseconds = 30_000;

/** Reads the HTTP API; undefined when the templates have none. */
export function readApi(template: Template): ApiSettings | undefined {
  const [api, ...others] = template.resources('AWS::ApiGatewayV2::Api');
  if (!api) return undefined;
  const [other] = others;
  if (other)
    throw new CannotStartError(
      `${other.logicalId} (AWS::ApiGatewayV2::Api) is a second API; the local cloud serves one.`,
    );
  if (api.properties.ProtocolType !== 'HTTP') {
    throw new CannotStartError(
      `${api.logicalId} (AWS::ApiGatewayV2::Api) is no HTTP API; the local cloud serves no other kind.`,
    );
  }
  const [stage] = template.resources('AWS::ApiGatewayV2::Stage');
  const stageProperties = (stage?.properties ?? {}) as StageProperties;
  const cors = api.properties.CorsConfiguration as CorsProperties | undefined;
  return {
    apiId: api.ref,
    stage: stageProperties.StageName ?? '$default',
    routes: template
      .resources('AWS::ApiGatewayV2::Route')
      .map((route) => readRoute(route, template, stageProperties)),
    ...(cors && { cors: readCors(cors) }),
  };
}

function readRoute(route: Resource, template: Template, stage: StageProperties): RouteSettings {
  const { RouteKey, Target, AuthorizerId, AuthorizationType, AuthorizationScopes } =
    route.properties as Record<string, string | undefined> & { AuthorizationScopes?: string[] };
  const routeKey = RouteKey ?? '$default';
  const integration = template
    .resources('AWS::ApiGatewayV2::Integration')
    .find(({ ref }) => Target === `integrations/${ref}`)?.properties;
  if (integration?.IntegrationType !== 'AWS_PROXY' || integration.PayloadFormatVersion !== '2.0') {
    throw new CannotStartError(
      `Route ${route.logicalId} (AWS::ApiGatewayV2::Route) leads to no Lambda function with payload format 2.0.`,
    );
  }
  const limits = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[routeKey] };
  return {
    routeKey,
    functionArn: String(integration.IntegrationUri),
    scopes: AuthorizationScopes ?? [],
    timeoutMilliseconds: Number(integration.TimeoutInMillis ?? maxTimeoutMilliseconds),
    ...(AuthorizationType &&
      AuthorizationType !== 'NONE' && {
        authorizer: readAuthorizer(route, template, AuthorizerId),
      }),
    ...(limits.ThrottlingRateLimit !== undefined &&
      limits.ThrottlingBurstLimit !== undefined && {
        throttle: {
          ratePerSecond: Number(limits.ThrottlingRateLimit),
          burst: Number(limits.ThrottlingBurstLimit),
        },
      }),
  };
}

function readAuthorizer(route: Resource, template: Template, id?: string): AuthorizerSettings {
  const properties = template
    .resources('AWS::ApiGatewayV2::Authorizer')
    .find(({ ref }) => ref === id)?.properties as AuthorizerProperties | undefined;
  const { JwtConfiguration: jwt } = properties ?? {};
  if (jwt) return { kind: 'jwt', issuer: jwt.Issuer, audiences: jwt.Audience ?? [] };
  const functionArn = properties && functionOf(properties);
  if (functionArn === undefined)
    throw new CannotStartError(
      `Route ${route.logicalId} (AWS::ApiGatewayV2::Route) has neither a JWT authorizer nor a Lambda authorizer with simple responses and the Authorization header as its identity source; the local cloud knows no other kind.`,
    );
  // API Gateway's default ("Authorizers" in the API reference of version 2).
  const { AuthorizerResultTtlInSeconds: cacheSeconds = 300 } = properties ?? {};
  return { kind: 'function', functionArn, cacheSeconds: Number(cacheSeconds) };
}

interface AuthorizerProperties {
  readonly JwtConfiguration?: { readonly Issuer: string; readonly Audience?: string[] };
  readonly AuthorizerType?: string;
  readonly AuthorizerUri?: string;
  readonly AuthorizerPayloadFormatVersion?: string;
  readonly AuthorizerResultTtlInSeconds?: number;
  readonly EnableSimpleResponses?: boolean;
  readonly IdentitySource?: readonly string[];
}

/** The ARN of the function in the address at which API Gateway invokes it. */
function functionOf(properties: AuthorizerProperties): string | undefined {
  const { AuthorizerType, AuthorizerPayloadFormatVersion, EnableSimpleResponses } = properties;
  const isKnown =
    AuthorizerType === 'REQUEST' &&
    AuthorizerPayloadFormatVersion === '2.0' &&
    String(EnableSimpleResponses) === 'true' &&
    properties.IdentitySource?.join() === '$request.header.Authorization';
  return isKnown
    ? /\/functions\/([^/]+)\/invocations$/.exec(properties.AuthorizerUri ?? '')?.[1]
    : undefined;
}

const readCors = (cors: CorsProperties): CorsSettings => ({
  allowOrigins: cors.AllowOrigins ?? [],
  allowMethods: cors.AllowMethods ?? [],
  allowHeaders: cors.AllowHeaders ?? [],
  exposeHeaders: cors.ExposeHeaders ?? [],
  ...(cors.MaxAge !== undefined && { maxAgeSeconds: Number(cors.MaxAge) }),
  allowCredentials: cors.AllowCredentials ?? false,
});

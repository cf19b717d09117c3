// The HTTP API: every route except the anonymous ones requires a verified token; exact origins, throttling, a log line per
// request.
import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import type { RequestLimit } from '../lambdas/config/throttle-config.ts';
import { type Route, type RoutedFunction, routes, unknownRoute } from '../lambdas/functions.ts';
import { type AirlockApiDomain, createApiDomain } from './domains.ts';
import type { Functions } from './functions.ts';
import { keptOnceCreated } from './kept-once-created.ts';
import type { RequestAuthorizer } from './request-authorizer.ts';

/** The properties of the API. */
export interface FilesApiProps {
  readonly config: Config;
  /** Origins whose pages may call. */
  readonly origins: readonly string[];
  readonly authorizer: RequestAuthorizer;
  readonly functions: Functions;
  /** Its own domain name. */
  readonly domain?: AirlockApiDomain | undefined;
}

// Route, not path: a path could hold a secret, such as a link's token.
const accessLogFormat = (subVariable: string) =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      requestTime: '$context.requestTime',
      sourceIp: '$context.identity.sourceIp',
      userAgent: '$context.identity.userAgent',
      routeKey: '$context.routeKey',
      sub: subVariable,
      status: '$context.status',
      responseLatency: '$context.responseLatency',
      responseLength: '$context.responseLength',
      authorizerError: '$context.authorizer.error',
      integrationError: '$context.integrationErrorMessage',
    }),
  );

/** API Gateway's HTTP API in front of the functions, with the routes that client and tests share. */
export class FilesApi extends Construct {
  /** `https://` and a host, no slash at the end. */
  readonly url: string;
  /** The CNAME target of its own domain name; undefined without one. */
  readonly domainTarget: string | undefined;
  readonly stage: HttpStage;
  /** One line per request, see `accessLogFormat`. */
  readonly accessLogs: LogGroup;

  constructor(scope: Construct, id: string, props: FilesApiProps) {
    super(scope, id);
    const { config, origins, authorizer, functions } = props;
    const api = new HttpApi(this, 'Api', {
      apiName: `${config.name}-Files`,
      createDefaultStage: false,
      defaultAuthorizer: authorizer.authorizer,
      ...(authorizer.scopes.length > 0 && { defaultAuthorizationScopes: authorizer.scopes }),
      ...(origins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...origins],
          allowMethods: methodsOf(routes),
          allowHeaders: ['authorization', 'content-type', 'accept', 'idempotency-key'],
          exposeHeaders: ['date', 'location'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    // One for each function, whichever of its routes leads to it: a stack holds at most 500 resources.
    const integrations = new Map<RoutedFunction, HttpLambdaIntegration>();
    const integrationOf = (name: RoutedFunction, handler: IFunction): HttpLambdaIntegration => {
      const known = integrations.get(name);
      if (known) return known;
      const integration = new HttpLambdaIntegration(name, handler, {
        scopePermissionToRoute: false,
      });
      integrations.set(name, integration);
      return integration;
    };
    const limited: HttpRoute[] = [];
    const limits: Record<string, RequestLimit> = {};
    for (const route of routes) {
      const handler = functions[route.function];
      if (!handler) continue;
      const added = api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrationOf(route.function, handler),
        ...(route.isAnonymous && { authorizer: new HttpNoneAuthorizer(), authorizationScopes: [] }),
      });
      if (route.isAnonymous) added.forEach(acknowledgeAnonymous);
      const limit = config.throttle.routes[keyOf(route)];
      if (limit) {
        limits[keyOf(route)] = limit;
        limited.push(...added);
      }
    }
    const unknown = new HttpRoute(api, 'DefaultRoute', {
      httpApi: api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration(
        unknownRoute.function,
        functions[unknownRoute.function],
      ),
      authorizer: new HttpNoneAuthorizer(),
      authorizationScopes: [],
    });
    Validations.of(unknown).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Every answer is a refusal: it is 404 or 405, and the function reads nothing.',
    });
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: config.logRetentionDays as RetentionDays,
      removalPolicy: keptOnceCreated,
    });
    const domainName = props.domain && createApiDomain(this, props.domain);
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      ...(domainName && { domainMapping: { domainName } }),
      throttle: {
        rateLimit: config.throttle.ratePerSecond,
        burstLimit: config.throttle.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: accessLogFormat(authorizer.subVariable),
      },
    });
    limitRoutes(this.stage, limits);
    // A stage can limit only existing routes.
    this.stage.node.addDependency(...limited);
    this.url = props.domain ? `https://${props.domain.name}` : api.apiEndpoint;
    this.domainTarget = domainName?.regionalDomainName;
  }
}

const keyOf = ({ method, path }: Route): string => `${method} ${path}`;

// HttpStage knows one limit for all routes.
const limitRoutes = (stage: HttpStage, limits: Readonly<Record<string, RequestLimit>>): void => {
  (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
    Object.entries(limits).map(([routeKey, { ratePerSecond, burst }]) => [
      routeKey,
      { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
    ]),
  );
};

const acknowledgeAnonymous = (route: HttpRoute): void =>
  Validations.of(route).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'The path, or the Authorization header, carries a random token that expires; who holds it needs no other.',
  });

const methodsOf = (all: readonly Route[]): CorsHttpMethod[] =>
  [...new Set(all.map((route) => route.method))].map((method) => CorsHttpMethod[method]);

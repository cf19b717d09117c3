// Chooses the authorizer of requests: API Gateway's own JWT authorizer if it can verify the tokens, else a function.
import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acceptedScopes, needsAuthorizer } from '../lambdas/config/auth-config.ts';
import type { Config } from '../lambdas/config/config.ts';
import type { AuthorizerConfig } from '../lambdas/config/function-config.ts';
import { authorizerName } from '../lambdas/functions.ts';
import { AirlockFunction } from './airlock-function.ts';
import type { SignIn } from './sign-in.ts';

/** The properties of an authorizer. */
export interface RequestAuthorizerProps {
  readonly config: Config;
  readonly signIn: SignIn;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
}

/** The authorizer of the API's routes. */
export interface RequestAuthorizer {
  readonly authorizer: IHttpRouteAuthorizer;
  /** Scopes that API Gateway requires; none if the function checks them. */
  readonly scopes: string[];
  /** The variable of the access log with the caller. */
  readonly subVariable: string;
  readonly function?: LambdaFunction;
}

/** How long API Gateway caches the function's answer about a token. The expiry of the token is checked on every request. */
const cacheFor = Duration.minutes(1);

/** Chooses by the configuration; `scope` is the Airlock itself. */
export function createRequestAuthorizer(
  scope: Construct,
  { config, signIn, functionsDirectory }: RequestAuthorizerProps,
): RequestAuthorizer {
  const { auth } = config;
  if (!needsAuthorizer(auth)) {
    return {
      authorizer: new HttpJwtAuthorizer('Jwt', signIn.issuer, {
        jwtAudience: [...signIn.audiences],
      }),
      // API Gateway does not distinguish an ID token from an access token; only the latter carries scopes.
      scopes: acceptedScopes(auth),
      subVariable: '$context.authorizer.claims.sub',
    };
  }
  const { function: verifier } = new AirlockFunction(scope, {
    name: authorizerName,
    source: { functionsDirectory, config: { auth } satisfies AuthorizerConfig },
    environment: {
      TRUSTED_ISSUER: signIn.issuer,
      TRUSTED_AUDIENCES: signIn.audiences.join(' '),
    },
    permissions: [],
    timeout: Duration.seconds(10),
    logRetentionDays: config.logRetentionDays,
    tracing: config.operations.tracing,
  });
  return {
    authorizer: new HttpLambdaAuthorizer('Function', verifier, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: cacheFor,
    }),
    scopes: [],
    subVariable: '$context.authorizer.sub',
    function: verifier,
  };
}

// A Lambda authorizer of an HTTP API (payload 2.0, simple response): the Authorization header in, a context out.
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { Refusal } from '../../domain/errors.ts';
import {
  type CallerContext,
  contextOfCaller,
  contextOfRefusal,
  type VerifiedCaller,
} from '../../http/caller-context.ts';
import { bearerTokenOf } from '../../http/token-claims.ts';
import { logFailure } from '../../log.ts';

/**
 * A handler that admits every request with what is known of its caller. API Gateway gives the refusal of an authorizer no
 * reason and no form, so a refusal passes as context, and the functions behind answer it: without a principal they have no
 * other answer. What broke is thrown, which API Gateway answers with 500 and does not cache.
 */
export const requestAuthorizer =
  (authorize: (token: string) => Promise<VerifiedCaller>) =>
  async ({
    identitySource,
    requestContext,
  }: APIGatewayRequestAuthorizerEventV2): Promise<
    APIGatewaySimpleAuthorizerWithContextResult<CallerContext>
  > => {
    try {
      // The cache's key is this value, so nothing else may decide.
      const caller = await authorize(bearerTokenOf(identitySource?.[0]));
      return { isAuthorized: true, context: contextOfCaller(caller) };
    } catch (error) {
      if (error instanceof Refusal) return { isAuthorized: true, context: contextOfRefusal(error) };
      const { requestId } = requestContext;
      logFailure({ event: 'authorization_failed', requestId }, error);
      throw error;
    }
  };

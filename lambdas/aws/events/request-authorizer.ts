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
 * A handler that admits every request, with its caller or the refusal as context. API Gateway answers the refusal of an
 * authorizer without a reason and not as problem+json, so the functions behind the authorizer answer it: without a principal they
 * have no other answer. A failure is thrown; API Gateway answers it with 500 and does not cache it.
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
      // This value is the cache's key, so the decision may depend on nothing else.
      const caller = await authorize(bearerTokenOf(identitySource?.[0]));
      return { isAuthorized: true, context: contextOfCaller(caller) };
    } catch (error) {
      if (error instanceof Refusal) return { isAuthorized: true, context: contextOfRefusal(error) };
      const { requestId } = requestContext;
      logFailure({ event: 'authorization_failed', requestId }, error);
      throw error;
    }
  };

// Invokes a function of the API as an operator: the request that API Gateway would pass, with a principal that only IAM admits.
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ask } from './ask.ts';
import { OperateError } from './operate-error.ts';

/** A request to a route of a function. */
export interface FunctionRequest {
  /** Name of the deployed function. */
  readonly functionName: string;
  /** The route as the function knows it, such as `GET /files`. */
  readonly routeKey: string;
  readonly path: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
}

/** The answer of a function; from 400 on its body is a problem document. */
export interface FunctionResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Calls functions; needs `lambda:InvokeFunction` on each. */
export type CallFunction = (request: FunctionRequest) => Promise<FunctionResponse>;

/**
 * Calls functions under the credentials of the client, whose key id becomes the operator's name in logs.
 * @throws {OperateError} when Lambda refuses, or the function ends without an answer
 */
export const callFunctionWith =
  (lambda: LambdaClient): CallFunction =>
  async ({ functionName, routeKey, path, pathParameters, query = '', body }) => {
    const { accessKeyId: name } = await lambda.config.credentials();
    const event = {
      version: '2.0',
      routeKey,
      rawPath: path,
      rawQueryString: query,
      headers: {},
      pathParameters,
      requestContext: {
        authorizer: { operator: { name } },
        domainName: 'operator.invalid',
        http: { method: routeKey.split(' ')[0], path },
        requestId: crypto.randomUUID(),
      },
      isBase64Encoded: false,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const command = new InvokeCommand({
      FunctionName: functionName,
      Payload: JSON.stringify(event),
    });
    const { Payload, FunctionError } = await ask('Lambda', 'Invoke', lambda.send(command));
    const answer = JSON.parse(Payload?.transformToString() || '{}');
    if (FunctionError || typeof answer.statusCode !== 'number') {
      const why = answer.errorMessage ?? FunctionError ?? 'it gave no answer';
      throw new OperateError(`${functionName} failed: ${why}. Its log says more.`);
    }
    return { status: answer.statusCode, body: answer.body ? JSON.parse(answer.body) : undefined };
  };

/** The code and the sentence of a problem document. */
export function problemIn(body: unknown): { readonly code: string; readonly detail: string } {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
  return {
    code: String(code ?? 'unknown'),
    detail: String(detail ?? 'The answer gives no reason.'),
  };
}

// Sends one request to AWS and turns its failure into a message for the operator.
import { OperateError } from './operate-error.ts';

/**
 * Waits for the answer to a request that a client of the SDK has sent.
 * @throws OperateError when the service refuses the operation, by the error's name, or cannot be reached
 */
export async function ask<Answer>(
  service: string,
  operation: string,
  request: Promise<Answer>,
): Promise<Answer> {
  try {
    return await request;
  } catch (cause) {
    throw new OperateError(describe(service, operation, cause as RequestError), { cause });
  }
}

/** The errors of the SDK: `$metadata` has a status if the service answered. */
interface RequestError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function describe(service: string, operation: string, error: RequestError): string {
  // An error of the network has a message, or only a code if several addresses were tried.
  const message = error.message || error.code || '';
  return error.$metadata?.httpStatusCode === undefined
    ? `${service} cannot be reached: ${message}.`
    : `${service} refused ${operation}: ${error.name}. ${message}`.trim();
}

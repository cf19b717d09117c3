// Runs Reconcile until its walk is at the end.
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ask } from './ask.ts';
import { OperateError } from './operate-error.ts';

interface Answer {
  readonly findings?: Readonly<Record<string, number>>;
  readonly next?: unknown;
  readonly errorMessage?: string;
}

/** Invokes this function with `{"repair": true}`, as often as it asks for; gives its findings, summed up by kind. */
export const repairBy = (lambda: LambdaClient, FunctionName: string) => async () => {
  const sum: Record<string, number> = {};
  let from: unknown;
  do {
    const request = { repair: true, ...(from !== undefined && { from }) };
    const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) });
    const { Payload, FunctionError } = await ask('Lambda', 'Invoke', lambda.send(command));
    const { findings = {}, next, errorMessage } = parse(Payload?.transformToString());
    if (FunctionError) {
      throw new OperateError(
        `${FunctionName} failed: ${errorMessage ?? FunctionError}. Its log says more; nothing was removed.`,
      );
    }
    for (const [kind, count] of Object.entries(findings)) sum[kind] = (sum[kind] ?? 0) + count;
    from = next;
  } while (from !== undefined && from !== null);
  return sum;
};

/** The answer of the function; without one, that of a walk at its end. */
const parse = (payload: string | undefined): Answer => (payload ? JSON.parse(payload) : {}) ?? {};

// Runs Reconcile until its walk is at the end.
import type { SendToAws } from './aws-request.ts';
import { OperateError } from './operate-error.ts';

interface Answer {
  readonly findings?: Readonly<Record<string, number>>;
  readonly next?: unknown;
  readonly errorMessage?: string;
}

/** Invokes this function with `{"repair": true}`, as often as it asks for; gives its findings, summed up by kind. */
export const repairBy = (send: SendToAws, functionName: string) => async () => {
  const sum: Record<string, number> = {};
  let from: unknown;
  do {
    const { status, headers, body } = await send({
      service: 'lambda',
      path: `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
      body: { repair: true, ...(from !== undefined && { from }) },
    });
    const { findings = {}, next, errorMessage } = (body ?? {}) as Answer;
    if (status !== 200 || headers['x-amz-function-error']) {
      const why = errorMessage ?? (body as { Message?: string }).Message ?? `status ${status}`;
      throw new OperateError(
        `${functionName} failed: ${why}. Its log says more; nothing was removed.`,
      );
    }
    for (const [kind, count] of Object.entries(findings)) sum[kind] = (sum[kind] ?? 0) + count;
    from = next;
  } while (from !== undefined && from !== null);
  return sum;
};

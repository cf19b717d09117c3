// All functions of the templates, found by name or ARN, with one log.
import { CannotStartError } from '../cannot-start.ts';
import type { Authority } from '../iam/authority.ts';
import type { LogSink } from './execution-environment.ts';
import { LambdaFunction } from './function.ts';
import { type FunctionLogs, openFunctionLogs } from './logs.ts';
import type { FunctionSettings } from './settings.ts';

/** The functions. */
export interface FunctionPool {
  /** Finds a function by its name, its ARN, or its short name in the log. Throws when no template defines it. */
  find(nameOrArn: string): LambdaFunction;
  /** Invocations that run or wait. */
  inFlight(): number;
  /** Calls a listener after each invocation. Returns how to stop. */
  onSettled(listener: () => void): () => void;
  /** The latest lines that functions printed. */
  logLines(): readonly string[];
  close(): Promise<void>;
}

/** Makes functions ready to be invoked; their workers start with the first event. */
export function startFunctions(
  settings: readonly FunctionSettings[],
  authority: Authority,
  logFile: string,
  log: (line: string) => void,
): FunctionPool {
  const logs = openFunctionLogs(logFile, log);
  const listeners = new Set<() => void>();
  const onSettled = () => {
    for (const listener of listeners) listener();
  };
  const functions = settings.map((each) => {
    const { write, open } = logOf(each, authority, logs);
    return new LambdaFunction(each, write, () => {
      void open();
      onSettled();
    });
  });
  return {
    find(nameOrArn) {
      const found = functions.find(({ settings: { arn, name, label } }) =>
        [arn, name, label].includes(nameOrArn),
      );
      if (!found)
        throw new CannotStartError(
          `A template refers to the function ${nameOrArn}, which none defines.`,
        );
      return found;
    },
    inFlight: () => functions.reduce((sum, each) => sum + each.inFlight, 0),
    onSettled(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    logLines: logs.lines,
    async close() {
      await Promise.all(functions.map((each) => each.close()));
      await logs.close();
    },
  };
}

/**
 * The log of a function, which Lambda writes in the name of its role, if only a report of each invocation. Without the rights for
 * it the function's lines are lost.
 */
function logOf(
  { credentials: { accessKeyId }, label, logStreamArn: resource }: FunctionSettings,
  authority: Authority,
  logs: FunctionLogs,
): { write: LogSink; open: () => Promise<boolean> } {
  const may = async (action: string) =>
    (await authority.decide({ accessKeyId, action, resource, context: {} })).allowed;
  let isOpen: Promise<boolean> | undefined;
  const open = () => {
    isOpen ??= may('logs:CreateLogStream').then((created) => created && may('logs:PutLogEvents'));
    return isOpen;
  };
  return {
    open,
    write: async (line, isError) => {
      if (await open()) logs.write(label, line, isError);
    },
  };
}

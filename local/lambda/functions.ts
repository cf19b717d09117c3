// All functions of the templates, found by name or ARN, with one log.
import { CannotStart } from '../cannot-start.ts';
import { LambdaFunction } from './function.ts';
import { openFunctionLogs } from './logs.ts';
import type { FunctionSettings } from './settings.ts';

/** The functions. */
export interface FunctionPool {
  /** Finds a function by its name or ARN. Throws when no template defines it. */
  find(nameOrArn: string): LambdaFunction;
  /** Invocations that run or wait. */
  inFlight(): number;
  /** Calls a listener after each invocation. Returns how to stop. */
  onSettled(listener: () => void): () => void;
  /** What functions printed lately. */
  logLines(): readonly string[];
  close(): Promise<void>;
}

/** Makes functions ready to be invoked; their workers start with the first event. */
export function startFunctions(
  settings: readonly FunctionSettings[],
  logFile: string,
  log: (line: string) => void,
): FunctionPool {
  const logs = openFunctionLogs(logFile, log);
  const listeners = new Set<() => void>();
  const onSettled = () => {
    for (const listener of listeners) listener();
  };
  const functions = settings.map(
    (each) =>
      new LambdaFunction(each, (line, isError) => logs.write(each.label, line, isError), onSettled),
  );
  return {
    find(nameOrArn) {
      const found = functions.find(
        ({ settings: { arn, name } }) => arn === nameOrArn || name === nameOrArn,
      );
      if (!found)
        throw new CannotStart(
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

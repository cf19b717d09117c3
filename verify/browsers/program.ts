// Programs that run beside a browser.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';

/** A program that runs until it is disposed of, or this process ends. */
export interface Program extends Disposable {
  readonly child: ChildProcess;
}

/** Starts a program; `variables` are added to the environment. */
export function startProgram(
  path: string,
  args: readonly string[],
  { variables = {}, stdio = 'ignore' }: { variables?: NodeJS.ProcessEnv; stdio?: StdioOptions },
): Program {
  const child = spawn(path, args, { env: { ...process.env, ...variables }, stdio });
  const stop = () => void child.kill();
  process.once('exit', stop);
  child.once('exit', () => process.off('exit', stop));
  return { child, [Symbol.dispose]: stop };
}

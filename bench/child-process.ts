// Programs that a bench runs in processes of their own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end. Throws with what it printed when it fails. */
export const run = promisify(execFile);

/** Runs a module of the bench by Node; returns what it prints, as JSON. */
export const runModule = <Result>(module: string, ...parameters: readonly string[]) =>
  jsonFrom<Result>(process.execPath, module, ...parameters);

/** Runs a program; returns what it prints, as JSON. */
export async function jsonFrom<Result>(
  program: string,
  ...parameters: readonly string[]
): Promise<Result> {
  const { stdout } = await run(program, parameters);
  return JSON.parse(stdout);
}

// A display for browsers that have no mode without a window.
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { isProgram, onPath } from '../../test/find-program.ts';
import { startProgram } from './program.ts';

/** A display that can be used until it is disposed of. */
export interface Display extends Disposable {
  /** The value of `DISPLAY` for programs that use it. */
  readonly name: string;
}

/** Opens a display. */
export type OpenDisplay = () => Promise<Display>;

/** Finds the display of the system, or else Xvfb, whose display is memory alone; undefined where there is neither. */
export function findDisplay(env: NodeJS.ProcessEnv): OpenDisplay | undefined {
  const { DISPLAY: name, PATH } = env;
  if (name) return async () => ({ name, [Symbol.dispose]: () => {} });
  const program = onPath(['Xvfb'], PATH).find(isProgram);
  return program === undefined ? undefined : () => startXvfb(program);
}

/** Starts Xvfb, which takes a free display and writes its number. */
async function startXvfb(path: string): Promise<Display> {
  const program = startProgram(
    path,
    ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = once(program.child.stdio[3] as Readable, 'data');
  const end = once(program.child, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended with ${code}.`);
  });
  return { ...program, name: `:${String(await Promise.race([number, end])).trim()}` };
}

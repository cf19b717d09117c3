// Finds programs that are installed on this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The paths at which the folders of the PATH could have these commands. */
export const onPath = (commands: readonly string[], path = ''): string[] =>
  path
    .split(delimiter)
    .filter(isAbsolute)
    .flatMap((folder) => commands.map((command) => join(folder, command)));

/** Whether there is an executable file. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

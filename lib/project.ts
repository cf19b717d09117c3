// Where this project lies on disk, for everything that reads or writes its files at synth.
import { resolve } from 'node:path';

/** Absolute path of the project's root. */
export const projectRoot = resolve(import.meta.dirname, '..');

// The configuration of this deployment. Synth writes it beside the bundle, so that a change of it changes no code.
import { readFileSync } from 'node:fs';
import type { FunctionConfig } from './function-config.ts';

/** Read once per cold start; validated at synth. */
export const config: FunctionConfig = JSON.parse(
  readFileSync(new URL('./config.json', import.meta.url), 'utf8'),
);

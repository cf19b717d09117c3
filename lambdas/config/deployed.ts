// The configuration of this deployment. Synth writes it beside the bundle, so that a change of it changes no code.
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';

/** Read once per cold start; validated at synth. */
export const config: Config = JSON.parse(
  readFileSync(new URL('./config.json', import.meta.url), 'utf8'),
);

// Starts one local cloud for all story tests: the synthesized stacks, the deployed bundles, real signatures.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { leaveRunDirectory, runDirectory } from '../run-directory.ts';
import { openControls } from './controls.ts';

declare module 'vitest' {
  interface ProvidedContext {
    addresses: Cloud['addresses'];
    credentials: Cloud['credentials'];
    /** Where tests reach what is only to be had in the process of the cloud. */
    controls: string;
  }
}

export default async function setup(project: TestProject) {
  const stateDirectory = join(runDirectory, 'story');
  const cloud = await startCloud({
    stateDirectory,
    ...(process.env.AIRLOCK_STORY_ASSEMBLY && {
      assemblyDirectory: process.env.AIRLOCK_STORY_ASSEMBLY,
    }),
    configFile: join(import.meta.dirname, 'airlock.config.ts'),
  });
  project.provide('addresses', cloud.addresses);
  project.provide('credentials', cloud.credentials);
  const controls = await openControls(cloud, stateDirectory);
  project.provide('controls', controls.url);
  return async () => {
    controls.close();
    await cloud.stop();
    await leaveRunDirectory(stateDirectory);
  };
}

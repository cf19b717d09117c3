// Starts one local cloud for all story tests: the synthesized stacks, the deployed bundles, real signatures.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { CannotStartError } from '../../local/cannot-start.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { assemblyFor } from '../assembly-for.ts';
import { leaveRunDirectory, runDirectory } from '../run-directory.ts';
import { prepareSharedBuild } from '../shared-build.ts';
import { openControls } from './controls.ts';

declare module 'vitest' {
  interface ProvidedContext {
    addresses: Cloud['addresses'];
    credentials: Cloud['credentials'];
    /** The assembly of the story's configuration, for further clouds of it. */
    assembly: string;
    /** Where tests reach what is only to be had in the process of the cloud. */
    controls: string;
    /** Only given when the cloud did not start. */
    whyNotStarted: string;
  }
}

export default async function setup(project: TestProject) {
  const stateDirectory = join(runDirectory, 'story');
  const configFile = join(import.meta.dirname, 'airlock.config.ts');
  project.provide('runDirectory', runDirectory);
  // Where a bench has the assemblies ready, hardly any cloud needs what is built here.
  if (!process.env.AIRLOCK_ASSEMBLIES) await prepareSharedBuild(join(runDirectory, 'story-build'));
  const assemblyDirectory = await assemblyFor('story', { directory: stateDirectory, configFile });
  project.provide('assembly', assemblyDirectory);
  const cloud = await startCloud({ stateDirectory, assemblyDirectory }).catch((error) => {
    if (!(error instanceof CannotStartError)) throw error;
    // A test says it by its name, see start.test.ts; the others have nothing to go by.
    project.provide('whyNotStarted', error.message);
  });
  if (!cloud) return () => leaveRunDirectory('story');
  project.provide('addresses', cloud.addresses);
  project.provide('credentials', cloud.credentials);
  const controls = await openControls(cloud, stateDirectory);
  project.provide('controls', controls.url);
  return async () => {
    controls.close();
    await cloud.stop();
    await leaveRunDirectory('story');
  };
}

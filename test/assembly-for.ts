// The assembly that a test's cloud is started from: its own, unless a bench has another ready, or wants its roles changed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../local/synthesize.ts';
import { changeRoles, type RoleChange } from './rights/change-roles.ts';
import { sharedBuild } from './shared-build.ts';

/** What a bench wants changed: cloud → changes, as JSON. */
export type ChangesByCloud = Readonly<Record<string, readonly RoleChange[]>>;

/** Gives the assembly of the cloud of that name; whatever has to be made is made in `directory`. */
export async function assemblyFor(
  cloud: string,
  { directory, configFile }: { directory: string; configFile: string },
): Promise<string> {
  const { AIRLOCK_ASSEMBLIES: assemblies } = process.env;
  const ready = assemblies && join(assemblies, cloud);
  const outdir = join(directory, 'cdk.out');
  const prebuilt = sharedBuild();
  const assembly =
    ready && existsSync(ready)
      ? ready
      : await synthesize({ outdir, configFile, ...(prebuilt && { prebuilt }), log: () => {} });
  return withWantedChanges(cloud, { assembly, directory });
}

/** Gives the assembly with the changes of roles that a bench wants for the cloud of that name, written to `directory`. */
export async function withWantedChanges(
  cloud: string,
  { assembly, directory }: { assembly: string; directory: string },
): Promise<string> {
  const changes = JSON.parse(process.env.AIRLOCK_ROLE_CHANGES ?? '{}') as ChangesByCloud;
  const wanted = changes[cloud];
  return wanted ? changeRoles(assembly, join(directory, 'changed'), wanted) : assembly;
}

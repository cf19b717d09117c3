// Synthesizes the user's own app, for commands that read the properties of its Airlock.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configPath } from '../lib/load-config.ts';
import { userRoot } from '../lib/project.ts';
import { account, region } from '../local/addresses.ts';
import { appCommand, synthesizeApp } from '../local/synthesize-app.ts';

/** The options of every command that works with an app of the user's own. */
export const appOptions = {
  app: { type: 'string' },
  only: { type: 'string' },
} as const;

/** What their values say. */
export interface AppChoice {
  /** The command that synthesizes the app. Default: the `app` of cdk.json. */
  readonly app?: string | undefined;
  /** The Airlock to use, by its path or the end of it. */
  readonly only?: string | undefined;
}

/** Their description in a command's help. */
export const appUsage = `  --app command      a CDK app of your own, such as "npx tsx bin/app.ts"; default: airlock.config.ts, where there is one,
                     else the app of cdk.json
  --only path        the Airlock to use, such as Shop/Uploads, if the app has several`;

/** Whether the command works with the user's own app: one is named, or there is no configuration for Airlock's own app. */
export const isOwnApp = ({ app }: AppChoice, configFile?: string): boolean =>
  app !== undefined || !existsSync(configPath(configFile));

/** Synthesizes the app into a directory that is deleted afterwards, and returns the result of `read`. */
export async function withOwnAssembly<T>(
  { app }: AppChoice,
  read: (directory: string) => Promise<T>,
): Promise<T> {
  const command = appCommand(userRoot, app);
  const home = await mkdtemp(join(tmpdir(), 'airlock-app-'));
  try {
    const { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION, AWS_REGION } = process.env;
    const environment = {
      account: CDK_DEFAULT_ACCOUNT ?? account,
      region: CDK_DEFAULT_REGION ?? AWS_REGION ?? region,
    };
    const outdir = join(home, 'cdk.out');
    const directory = userRoot;
    return await read(
      await synthesizeApp({ command, directory, outdir, environment, log: () => {} }),
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

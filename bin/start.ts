// `airlock start`: runs the local cloud until Ctrl-C.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../lib/load-config.ts';
import { userRoot } from '../lib/project.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud.ts';
import { users } from '../local/issuer/users.ts';
import { appCommand } from '../local/synthesize-app.ts';

const usage = `Usage: airlock start [--port N] [--state directory] [--fresh] [--config file | --app command [--only path]]

  --port N           the first of six ports in a row, default 4400
  --state directory  where files, records and queues are kept, default .airlock in the project
  --fresh            start fresh: delete every file, record and queue
  --config file      a configuration other than airlock.config.ts
  --app command      a CDK app of your own, such as "npx tsx bin/app.ts"; default: airlock.config.ts, where there is one,
                     else the app of cdk.json
  --only path        the Airlock to run, such as Shop/Uploads, where the app has several

Exits with 0 when it is stopped, with 1 when it could not start.`;

const defaultState = join(userRoot, '.airlock');
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4400' },
        state: { type: 'string', default: defaultState },
        fresh: { type: 'boolean', default: false },
        config: { type: 'string' },
        app: { type: 'string' },
        only: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const basePort = Number(values.port);
    if (!Number.isInteger(basePort) || basePort < 1 || basePort > 65_530) {
      throw new CannotStartError(`--port must be a number from 1 to 65530, not ${values.port}.`);
    }
    if (values.state === '') throw new CannotStartError('--state requires a directory.');
    return { ...values, basePort };
  } catch (error) {
    throw new CannotStartError(`${(error as Error).message}\n${usage}`);
  }
}

/** The user's own app, unless there is a configuration for Airlock's own. */
function userApp(
  config: string | undefined,
  { app, only }: { readonly app?: string | undefined; readonly only?: string | undefined },
): Pick<CloudOptions, 'app'> {
  const isConfigured = config !== undefined || existsSync(configPath());
  if (app === undefined && isConfigured) return {};
  return { app: { command: appCommand(userRoot, app), directory: userRoot, only } };
}

function announce({ addresses }: Cloud): void {
  const names = users.map(({ username, groups }) =>
    groups.length > 0 ? `${username} (group ${groups.join(', ')})` : username,
  );
  print('');
  print(`  site    ${addresses.site}`);
  print(`  api     ${addresses.api}`);
  print(`  s3      ${addresses.s3}`);
  print(`  issuer  ${addresses.issuer}`);
  print(`  cdn     ${addresses.cdn}`);
  print(`  sign in as ${names.join(', ')}; no password needed`);
  print('');
}

function stopOnSignal(cloud: Cloud): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      // A second Ctrl-C ends the process at once.
      if (stopping) process.exit(1);
      stopping = true;
      await cloud.stop();
      process.exit(0);
    });
  }
}

async function main(): Promise<void> {
  const { basePort, state, fresh, config, help, ...chosen } = readArguments();
  if (help) return print(usage);
  const cloud = await startCloud({
    stateDirectory: resolve(state),
    basePort,
    fresh,
    log: print,
    ...(config && { configFile: config }),
    ...userApp(config, chosen),
  });
  stopOnSignal(cloud);
  announce(cloud);
  // Measured from the start of the process: the time for which the user waits.
  print(`Ready in ${process.uptime().toFixed(1)} s`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CannotStartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

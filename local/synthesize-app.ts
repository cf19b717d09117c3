// Synthesizes the user's own app in a child process, as the CDK's command does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { account, region } from './addresses.ts';
import { CannotStartError } from './cannot-start.ts';

/** Characters of a failed app's output, from its end, which holds the error. */
const MAX_PRINTED_CHARACTERS = 4000;

interface CdkJson {
  readonly app?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The command of an app: the one asked for, else the `app` of the cdk.json in the directory. */
export function appCommand(directory: string, command?: string): string {
  const { app } = readCdkJson(directory);
  const chosen = command ?? app;
  if (chosen) return chosen;
  throw new CannotStartError(
    `There is no cdk.json with an app in ${directory}; name the command with --app "npx tsx bin/app.ts", or write a small app with airlock init.`,
  );
}

/** The environment of the synth, on which environment-agnostic stacks do not depend. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/** Runs the app's command in its directory; returns `outdir`, which then holds the assembly. */
export async function synthesizeApp(options: {
  readonly command: string;
  readonly directory: string;
  readonly outdir: string;
  readonly log: (line: string) => void;
  /** Default: the local cloud's. */
  readonly environment?: Environment;
}): Promise<string> {
  const { command, directory, outdir, log, environment = { account, region } } = options;
  await rm(outdir, { recursive: true, force: true });
  const since = performance.now();
  const child = spawn(command, {
    cwd: directory,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environmentOf(directory, outdir, environment) },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  }
  const [code] = await once(child, 'close');
  if (code !== 0 || !existsSync(join(outdir, 'manifest.json'))) {
    const end = printed.join('').slice(-MAX_PRINTED_CHARACTERS);
    throw new CannotStartError(
      `The app ended with ${code} and ${code === 0 ? 'synthesized nothing into CDK_OUTDIR' : 'this'}: ${command}\n${end}`,
    );
  }
  log(`synth   ${Math.round(performance.now() - since)} ms`);
  return outdir;
}

/** The context that the CDK's command passes to an app. */
function environmentOf(
  directory: string,
  outdir: string,
  environment: Environment,
): NodeJS.ProcessEnv {
  const context = {
    ...readCdkJson(directory).context,
    // The results of earlier lookups of the CDK's command.
    ...(readJson(join(directory, 'cdk.context.json')) as CdkJson['context']),
    // Metadata with the path of a resource's construct, and with the place of its code.
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    // The functions run on this machine.
    'airlock:image-library': 'machine',
  };
  return {
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_DEFAULT_ACCOUNT: environment.account,
    CDK_DEFAULT_REGION: environment.region,
    PATH: [join(directory, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  };
}

const readCdkJson = (directory: string): CdkJson => readJson(join(directory, 'cdk.json'));

/** The object in a file; an empty one where there is no file. */
function readJson(file: string): object {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CannotStartError(`${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
}

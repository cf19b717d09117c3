// The local cloud: reads the synthesized templates, starts what they describe, and wires it together.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DistributionServer, type Origins, toLocalAddresses } from './addresses.ts';
import type { Controls } from './controls.ts';
import { readClamdAddress } from './guardduty/settings.ts';
import { notRunHere } from './not-run-here.ts';
import { checkPorts, openServers } from './open-servers.ts';
import { runTemplate } from './run-template.ts';
import type { ObjectCreated } from './s3/server.ts';
import { settleAll } from './settle-all.ts';
import { readOwnNames } from './site/names.ts';
import { serverOf } from './site/settings.ts';
import { openState, type State } from './state.ts';
import { synthesize } from './synthesize.ts';
import { synthesizeApp } from './synthesize-app.ts';
import { type Assembly, readAssembly } from './template/assembly.ts';
import { type Selection, selectInstance } from './template/instances.ts';
import { refuseUnknownResources } from './template/resource-types.ts';
import { resolveTemplate, type Template } from './template/template.ts';

/** How to start a local cloud. */
export interface CloudOptions {
  /** The directory of everything that is kept across restarts. One cloud at a time uses it. */
  readonly stateDirectory: string;
  /** The first of six ports in a row. Default: free ports. */
  readonly basePort?: number;
  /** Whether to start fresh: the content of the state directory is deleted. */
  readonly fresh?: boolean;
  /** Default: see `createApp`. */
  readonly configFile?: string;
  /** A cloud assembly that is already synthesized. Default: synthesize one into the state directory. */
  readonly assemblyDirectory?: string;
  /** The user's own app, of which one Airlock is run. Default: this project's app. */
  readonly app?: UserApp;
  /** A clamd, `host:port`, that scans in place of GuardDuty. Default: `AIRLOCK_CLAMD`, else none. */
  readonly clamd?: string;
  /**
   * Maps the servers' origins to those by which pages, scripts and functions reach them, for a proxy in between. Default: the
   * servers' own.
   */
  proxy?(origins: Origins): Promise<Origins>;
  /** Milliseconds between a stored object and the event about it, which takes seconds on AWS. Default: none. */
  readonly eventDelayMs?: number;
  /** Receives the progress and the errors of functions, line by line. */
  log?(line: string): void;
}

/** The user's own app. */
export interface UserApp {
  /** Synthesizes it into the directory that `CDK_OUTDIR` names. */
  readonly command: string;
  /** Directory in which the command is run. */
  readonly directory: string;
  /** The path of the Airlock, or the end of it. Default: the only one. */
  readonly only?: string | undefined;
}

/** A running local cloud. */
export interface Cloud extends Controls {
  stop(): Promise<void>;
}

/** Starts a local cloud. Throws `CannotStartError`, after stopping everything again, when a part cannot start. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  await using started = new AsyncDisposableStack();
  const state = await openState(resolve(options.stateDirectory), { fresh: options.fresh ?? false });
  started.defer(() => state.close());
  const controls = await start(options, state, started);
  await writeFile(state.path('local.json'), `${JSON.stringify(controls.addresses, null, 2)}\n`);
  const running = started.move();
  return { ...controls, stop: () => running.disposeAsync() };
}

async function start(
  options: CloudOptions,
  state: State,
  started: AsyncDisposableStack,
): Promise<Controls> {
  const log = options.log ?? (() => {});
  const clamd = readClamdAddress(options.clamd ?? process.env.AIRLOCK_CLAMD);
  if (options.basePort) await checkPorts(options.basePort);
  // S3 may have events of the last run before the queues for them exist.
  const receiver = Promise.withResolvers<(event: ObjectCreated) => void>();
  const underWay = new Set<NodeJS.Timeout>();
  const [servers, { assembly, isRun }] = await settleAll([
    openServers(
      {
        basePort: options.basePort,
        state,
        onObjectCreated: async (event) => {
          const receive = await receiver.promise;
          if (!options.eventDelayMs) return receive(event);
          // Not awaited: the next event has its own delay.
          const timer = setTimeout(() => {
            underWay.delete(timer);
            receive(event);
          }, options.eventDelayMs);
          underWay.add(timer);
        },
      },
      started,
    ),
    readOrSynthesize(options, state, log),
  ]);
  const since = performance.now();
  const origins = (await options.proxy?.(servers.origins)) ?? servers.origins;
  const names = { own: readOwnNames(assembly, isRun), domains: () => domainsOf(template) };
  const template: Template = resolveTemplate(assembly, {
    id: state.id,
    isRun,
    finish: (text) => toLocalAddresses(text, origins, names),
  });
  const notRun = notRunHere(assembly);
  if (notRun.length > 0) log(`not run here: ${notRun.join(', ')}`);
  const running = await runTemplate(
    { template, servers: { ...servers, origins }, state, clamd, log },
    started,
  );
  // First when the cloud stops, while the queues are open.
  started.defer(() => {
    for (const timer of underWay) clearTimeout(timer);
  });
  receiver.resolve(running.receive);
  log(`start   ${Math.round(performance.now() - since)} ms`);
  return running.controls;
}

/** The server of each distribution's domain name. */
const domainsOf = (template: Template): ReadonlyMap<string, DistributionServer> =>
  new Map(
    template
      .resources('AWS::CloudFront::Distribution')
      .map((each) => [each.attribute('DomainName'), serverOf(each)]),
  );

/** The assembly to run, and the selection of its resources. */
interface Runnable extends Pick<Selection, 'isRun'> {
  readonly assembly: Assembly;
}

async function readOrSynthesize(
  options: CloudOptions,
  state: State,
  log: (line: string) => void,
): Promise<Runnable> {
  const outdir = state.path('cdk.out');
  if (options.app) {
    const assembly = await readAssembly(
      options.assemblyDirectory ?? (await synthesizeApp({ ...options.app, outdir, log })),
    );
    const { isRun, leftOut } = selectInstance(assembly, options.app.only);
    if (leftOut.length > 0) log(`left out: ${leftOut.join(', ')}`);
    return { assembly, isRun };
  }
  const { configFile } = options;
  const directory =
    options.assemblyDirectory ??
    (await synthesize({ outdir, log, ...(configFile && { configFile }) }));
  const assembly = await readAssembly(directory);
  refuseUnknownResources(assembly);
  return { assembly, isRun: () => true };
}

// The process of the crowd: everything of a load run that is not the cloud, so that the cloud's memory can be measured by itself.
import type { Origins } from '../../local/addresses.ts';
import { type Load, runCrowd } from './crowd.ts';
import { type FaultyNetwork, startFaultyNetwork } from './faulty-network.ts';
import { openSamples, type Samples } from './samples.ts';

/** What the run asks for: first the network, then the load; at last the network stops failing. */
export type CrowdCalls = typeof calls;

/** One of them, as a message; its answer is a message as well. */
export interface CrowdCall {
  readonly name: keyof CrowdCalls;
  readonly parameters: readonly unknown[];
}

const progressMilliseconds = 20_000;
let network: FaultyNetwork | undefined;

const calls = {
  /** Puts a network before the servers in which a share of all requests fail; returns their addresses. */
  async connect(origins: Origins, faultShare: number): Promise<Origins> {
    network = await startFaultyNetwork(origins, faultShare);
    return network.origins;
  },
  /** Lets the crowd act until its time is up. */
  async act(load: Load) {
    const samples = openSamples();
    const timer = setInterval(() => printProgress(samples), progressMilliseconds);
    const activity = await runCrowd(load, samples);
    clearInterval(timer);
    return activity;
  },
  /** No request fails from now on; returns what the network did until then. */
  async calm() {
    if (!network) throw new Error('There is no network to calm.');
    network.calm();
    const { traffic, accidents } = network;
    return { traffic, accidents };
  },
};

function printProgress({ durations, errors }: Samples): void {
  const count = (byOperation: ReadonlyMap<string, readonly unknown[]>) =>
    [...byOperation.values()].reduce((sum, { length }) => sum + length, 0);
  const progress = `${count(durations)} operations, ${count(errors)} errors`;
  process.stderr.write(`${new Date().toISOString()} ${progress}\n`);
}

process.on('message', async ({ name, parameters }: CrowdCall) => {
  const call = calls[name] as (...parameters: readonly unknown[]) => Promise<unknown>;
  process.send?.(await call(...parameters));
});
// It ends with the run that began it; a terminal's interrupt reaches both.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});

// The process of the crowd: everything of a load run that is not the cloud, so that the cloud's memory can be measured by itself.
import type { Origins } from '../../local/addresses.ts';
import { type Activity, type Load, runCrowd } from './crowd.ts';
import { type FaultyNetwork, startFaultyNetwork } from './faulty-network.ts';
import { openSamples } from './samples.ts';

/** First the servers' origins, then the load; at last the network stops failing. */
export type ToCrowd =
  | { readonly kind: 'connect'; readonly origins: Origins; readonly faultShare: number }
  | { readonly kind: 'begin'; readonly load: Load }
  | { readonly kind: 'calm' };

/** One answer to each of them, and between the last two how it goes. */
export type FromCrowd =
  | { readonly kind: 'connected'; readonly origins: Origins }
  | { readonly kind: 'progress'; readonly operations: number; readonly errors: number }
  | { readonly kind: 'ended'; readonly activity: Activity }
  | ({ readonly kind: 'calmed' } & Pick<FaultyNetwork, 'traffic' | 'accidents'>);

const progressMilliseconds = 20_000;

const send = (message: FromCrowd): void => {
  process.send?.(message);
};
let network: FaultyNetwork | undefined;

async function follow(message: ToCrowd): Promise<void> {
  if (message.kind === 'connect') {
    network = await startFaultyNetwork(message.origins, message.faultShare);
    send({ kind: 'connected', origins: network.origins });
  } else if (message.kind === 'begin') {
    const samples = openSamples();
    const count = (book: ReadonlyMap<string, readonly unknown[]>) =>
      [...book.values()].reduce((sum, { length }) => sum + length, 0);
    const timer = setInterval(() => {
      const { durations, errors } = samples;
      send({ kind: 'progress', operations: count(durations), errors: count(errors) });
    }, progressMilliseconds);
    const activity = await runCrowd(message.load, samples);
    clearInterval(timer);
    send({ kind: 'ended', activity });
  } else if (network) {
    network.calm();
    const { traffic, accidents } = network;
    send({ kind: 'calmed', traffic, accidents });
  }
}

process.on('message', (message: ToCrowd) => void follow(message));
// It ends with the run that began it; a terminal's interrupt reaches both.
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});

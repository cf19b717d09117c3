// Wires the table's stream to SQS and EventBridge.
import { putEventsWith } from '../aws/bus/put-events.ts';
import { connectEventBridge, connectSqs } from '../aws/connect.ts';
import { changesInStream } from '../aws/events/dynamo-stream.ts';
import { sendHandOffsWith } from '../aws/queues/send-hand-offs.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment, readOptional } from '../env.ts';
import { logOutcome } from '../log.ts';
import { relayChanges } from './relay-changes.ts';

const { MEDIA_ORIGIN, PUBLICATIONS_QUEUE } = readEnvironment('MEDIA_ORIGIN', 'PUBLICATIONS_QUEUE');
const SCANS_QUEUE = readOptional('SCANS_QUEUE');
const VARIANTS_QUEUE = readOptional('VARIANTS_QUEUE');
const EVENT_BUS = readOptional('EVENT_BUS');
const EVENT_SOURCE = readOptional('EVENT_SOURCE') ?? '';

const relay = relayChanges({
  config,
  sendHandOffs: sendHandOffsWith(connectSqs(), {
    publications: PUBLICATIONS_QUEUE,
    ...(SCANS_QUEUE && { scans: SCANS_QUEUE }),
    ...(VARIANTS_QUEUE && { variants: VARIANTS_QUEUE }),
  }),
  putEvents: EVENT_BUS
    ? putEventsWith(connectEventBridge(), { name: EVENT_BUS, source: EVENT_SOURCE })
    : undefined,
  mediaOrigin: MEDIA_ORIGIN,
});

export const handler = changesInStream(async (changes) => {
  const relaying = await relay(changes);
  logOutcome({ event: 'changes_relayed', changes: changes.length, ...relaying });
  return relaying;
});

// Delivers one event to one webhook. The caller repeats a delivery that failed, with the same id.
import type { Now } from '../domain/ports.ts';
import type { OutgoingEvent } from '../domain/relay-ports.ts';
import type { FindSecret } from '../domain/secret-ports.ts';
import type { PostWebhook } from '../webhooks/post-webhook.ts';
import { webhookHeaders } from '../webhooks/sign-webhook.ts';

interface Ports {
  readonly post: PostWebhook;
  readonly findSecret: FindSecret;
  /** Names of the secrets, each of which signs. */
  readonly secretNames: readonly string[];
  readonly now: Now;
}

/** The receiver did not accept the event. */
export class NotAcceptedError extends Error {
  override readonly name = 'NotAcceptedError';
  readonly status: number;
  /** Seconds after which the receiver asks for the next attempt, when it does. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, retryAfterSeconds: number | undefined) {
    super(`The receiver answered ${status}; only 2xx accepts an event.`);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Posts an event, signed at this moment with every secret; returns the receiver's status.
 * @throws NotAcceptedError when the receiver answers anything but 2xx
 */
export const deliverWebhook =
  ({ post, findSecret, secretNames, now }: Ports) =>
  async (event: OutgoingEvent): Promise<number> => {
    const secrets = await Promise.all(secretNames.map((name) => findNamed(name, findSecret)));
    const { type, time: timestamp, id } = event;
    const body = JSON.stringify({ type, timestamp, data: event });
    const at = now();
    const { status, retryAfter } = await post(webhookHeaders({ id, at, body }, secrets), body);
    if (status >= 200 && status < 300) return status;
    throw new NotAcceptedError(status, secondsOf(retryAfter, at));
  };

async function findNamed(name: string, findSecret: FindSecret): Promise<string> {
  const secret = await findSecret(name);
  if (secret === undefined) throw new Error(`The secret ${name} does not exist. Deploy again.`);
  return secret;
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | undefined, at: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - at.getTime()) / 1000);
  return seconds > 0 ? seconds : undefined;
}

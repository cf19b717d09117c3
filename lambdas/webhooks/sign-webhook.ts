// The headers of a webhook by the Standard Webhooks specification (standardwebhooks.com, version 1.0).
import { createHmac } from 'node:crypto';

/** One message at the moment of one attempt. */
export interface WebhookMessage {
  /** The same in every attempt, so that a receiver recognises a repetition. */
  readonly id: string;
  /** When this attempt is made. */
  readonly at: Date;
  readonly body: string;
}

/** Secrets are `whsec_` and base64. */
const PREFIX = 'whsec_';

/** The headers, with one signature for each secret: HMAC-SHA256 over `id.timestamp.body`. */
export function webhookHeaders(
  { id, at, body }: WebhookMessage,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(
      secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret,
      'base64',
    );
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'user-agent': 'Airlock-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

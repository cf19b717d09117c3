// A webhook: the function with its adapters, and the receiver, which keeps what it accepts.
import { sqsBatch } from '../../lambdas/aws/events/sqs-batch.ts';
import { MAX_DELAY_SECONDS, postponeWith } from '../../lambdas/aws/queues/postpone.ts';
import { findSecretWith } from '../../lambdas/aws/secret-parameters.ts';
import { deliverWebhook } from '../../lambdas/deliver-webhook/deliver-webhook.ts';
import type { Now } from '../../lambdas/domain/ports.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import { delayAfterWith } from '../../lambdas/webhooks/delay-after.ts';
import type { PostWebhook } from '../../lambdas/webhooks/post-webhook.ts';
import { webhookHeaders } from '../../lambdas/webhooks/sign-webhook.ts';
import type { SqsHandler } from './hand-offs.ts';
import type { FaultInjector } from './inject-fault.ts';
import type { RunResources } from './resources.ts';
import { secretOf } from './services.ts';

/** The parameters of two generations of its secret. */
const secretNames = ['/webhooks/shop/2', '/webhooks/shop/1'];
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/webhook';

/** An application that verifies what it gets. */
export class WebhookReceiver {
  readonly #accepted = new Map<string, string>();
  readonly #violations: string[] = [];
  #refusals = 0;

  /** Answers 500 to the next delivery. */
  refuseNext(): void {
    this.#refusals += 1;
  }

  /** Takes one delivery. */
  readonly post: PostWebhook = async (headers, body) => {
    const { 'webhook-id': id = '', 'webhook-timestamp': stamp = '' } = headers;
    const at = new Date(Number(stamp) * 1000);
    const signed = webhookHeaders({ id, at, body }, secretNames.map(secretOf));
    if (signed['webhook-signature'] !== headers['webhook-signature']) {
      this.#violations.push(`the delivery ${id} has a signature that no secret made`);
    }
    const known = this.#accepted.get(id);
    if (known !== undefined && known !== body) {
      this.#violations.push(`the delivery ${id} came with two contents`);
    }
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      return { status: 500 };
    }
    this.#accepted.set(id, body);
    return { status: 200 };
  };

  /** Returns a violation for every event that it did not accept, and for each that is not the one on the bus. */
  audit(events: readonly OutgoingEvent[]): string[] {
    const dataOf = (body: string) => JSON.stringify(JSON.parse(body).data);
    return [
      ...this.#violations,
      ...events.flatMap((event) => {
        const body = this.#accepted.get(event.id);
        if (body === undefined) return [`the receiver never accepted ${event.type} ${event.id}`];
        const isSame = dataOf(body) === JSON.stringify(event);
        return isSame ? [] : [`the receiver accepted another event as ${event.id}`];
      }),
    ];
  }
}

/** The function, wired as its handler wires it; it reads its secrets in every run, as after a cold start. */
export function webhookFunction(
  { ssm, sqs }: Pick<RunResources, 'ssm' | 'sqs'>,
  receiver: WebhookReceiver,
  { injector, now }: { readonly injector: FaultInjector; readonly now: Now },
): SqsHandler {
  const deliver = deliverWebhook({
    post: injector.around('PostWebhook', receiver.post, (response) => ({
      status: response === 'throttled' ? 429 : 500,
    })),
    findSecret: findSecretWith(ssm),
    secretNames,
    now,
  });
  return sqsBatch(
    'webhook_failed',
    async (body) => void (await deliver((JSON.parse(body) as { detail: OutgoingEvent }).detail)),
    {
      isAlone: () => false,
      postpone: postponeWith(
        sqs,
        queueUrl,
        delayAfterWith(MAX_DELAY_SECONDS, () => 0),
      ),
    },
  );
}

// The events part of airlock.config.ts: which bus they go to, and the webhooks that receive them.
import type { EventType } from '../domain/event-types.ts';
import { filled, filledItems, withDefaults } from '../domain/with-defaults.ts';

/** An address that receives events by the Standard Webhooks specification. */
export interface WebhookInput {
  /** Names its queue, its secrets and its alarms: 1 to 32 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Where events are posted: https, or in the local cloud http at a loopback address. */
  readonly url: string;
  /** Which events it receives. Default: all. */
  readonly types?: readonly EventType[];
  /**
   * Generations of its secret: every one signs, so that a receiver can change from one to the next at any time. See the
   * runbook, "Rotating a webhook's secret".
   * @default ['a']
   */
  readonly secrets?: readonly string[];
}

/** The receivers of the events about files. */
export interface EventsInput {
  /** The event bus: the account's `default` one, or `own`, one that the stack creates. Default: `default`. */
  readonly bus?: 'default' | 'own';
  /** The webhooks. Default: none. */
  readonly webhooks?: readonly WebhookInput[];
}

/** A webhook with every default filled in. */
export interface Webhook extends Required<Omit<WebhookInput, 'types'>> {
  readonly types?: readonly EventType[];
}

/** The receivers with every default filled in. */
export interface Events {
  readonly bus: 'default' | 'own';
  readonly webhooks: readonly Webhook[];
}

/** Fills in the defaults; undefined without `events`. */
export const defineEvents = (events: EventsInput | undefined): { events?: Events } =>
  events === undefined
    ? {}
    : {
        events: filled(events, ({ webhooks = [], ...rest }) => ({
          ...withDefaults({ bus: 'default' as const }, rest),
          webhooks: filledItems(webhooks, (each) => withDefaults({ secrets: ['a'] }, each)),
        })),
      };

/** The source of the events of a deployment, by its configured name. */
export const eventSource = ({ name }: { readonly name: string }): string => `airlock.${name}`;

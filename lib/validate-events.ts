// Validates `events`: webhooks whose addresses can be reached safely.
import { isIP } from 'node:net';
import { eventTypes } from '../lambdas/domain/event-types.ts';
import { field, list, object, oneOf, parseUrl, text } from './config-fields.ts';

/** An address of this very machine, for the local cloud. */
export const isLoopbackAddress = ({ hostname }: URL): boolean =>
  hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));

/** A URL that functions post to. */
export const postedUrl = field<string>(
  'an https URL such as https://app.example.com/hooks/airlock, without user, password and fragment; http only at a loopback address such as http://127.0.0.1:3000/hooks, for the local cloud',
  (value) => {
    const url = parseUrl(value);
    if (!url || url.username || url.password || value.includes('#')) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackAddress(url));
  },
);

const webhook = object({
  name: text(
    'a webhook’s name: 1 to 32 lower-case letters, digits and hyphens',
    /^[a-z0-9-]{1,32}$/,
  ),
  url: postedUrl,
  types: list(oneOf(...eventTypes), 'types of events', 1).optional(),
  secrets: list(
    text('a generation of the secret: 1 to 16 lower-case letters and digits', /^[a-z0-9]{1,16}$/),
    'generations',
    1,
  ),
});

/** The receivers of events: `events`. */
export const events = object({
  bus: oneOf('default', 'own'),
  webhooks: list(webhook, 'webhooks').superRefine((webhooks, context) => {
    const names = webhooks.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      const message = `is ${JSON.stringify(name)} again; every webhook has a name of its own`;
      context.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
  }),
});

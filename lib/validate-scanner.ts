// Validates malware scanning: every collection with `scan` needs a scanner that can scan its files.

import { z } from 'zod';
import type { Config } from '../lambdas/config/config.ts';
import { bytesExactly } from '../lambdas/domain/bytes-in-words.ts';
import { GiB } from '../lambdas/domain/sizes.ts';
import { bytes, integer, list, object, oneOf, text } from './config-fields.ts';
import { machine } from './config-names.ts';

/** What a collection demands: `scan`. */
export const scanDemand = object({
  onUnscannable: oneOf('reject', 'hold'),
  timeoutHours: integer('hours', 1, 24 * 7),
});

const id = (what: string, prefix: string) =>
  text(
    `the id of a ${what} such as ${prefix}-0123456789abcdef0`,
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
  );

/** The scanner: `scanner`. */
export const scanner = z.discriminatedUnion(
  'engine',
  [
    object({ engine: z.literal('guardduty') }),
    object({
      engine: z.literal('clamd'),
      host: machine,
      port: integer('port', 1, 65_535),
      // clamd reads no stream of more than 4 GiB, whatever StreamMaxLength says (clamd.conf(5)).
      maxBytes: bytes(1, 4 * GiB - 1),
      vpc: object({
        subnetIds: list(id('subnet', 'subnet'), 'subnet ids', 1),
        securityGroupIds: list(id('security group', 'sg'), 'security group ids', 1),
      }).optional(),
    }),
  ],
  {
    error: "is none of the scanners; expected { engine: 'guardduty' } or { engine: 'clamd', host }",
  },
);

/** Checks that every demanded scan can be answered; reports issues at the fields that prevent it. */
export function checkScans(config: unknown, context: z.RefinementCtx): void {
  const { collections = {}, scanner } = config as Partial<Config>;
  for (const [name, collection] of Object.entries(collections)) {
    if (!collection?.scan) continue;
    if (!scanner) {
      const message =
        "is demanded, but there is no scanner; add scanner: { engine: 'guardduty' }, or remove it";
      context.addIssue({ code: 'custom', path: ['collections', name, 'scan'], message });
    } else if (scanner.engine === 'clamd' && collection.maxBytes > scanner.maxBytes) {
      const message = `is ${bytesExactly(collection.maxBytes)}, but the scanner takes at most ${bytesExactly(scanner.maxBytes)}; lower it, or raise scanner.maxBytes and clamd's own limits`;
      context.addIssue({ code: 'custom', path: ['collections', name, 'maxBytes'], message });
    }
  }
}

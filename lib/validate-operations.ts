// Validates `operations`: receivers of alarms, and limits of functions and queues.
import type { z } from 'zod';
import { type Config, makesVariants, scannerInUse } from '../lambdas/config/config.ts';
import {
  directoryFunction,
  type FunctionName,
  functionNames,
  scanFunctions,
  variantFunctions,
} from '../lambdas/functions.ts';
import { field, flag, integer, list, object, record, retentionDays } from './config-fields.ts';
import { email } from './config-names.ts';

/** The most addresses to which AWS Budgets mails a notification (AWS Billing User Guide, "Creating a cost budget"). */
const MAX_BUDGET_EMAILS = 10;

const budget = object({
  // The template writes the number, and AWS Budgets reads no exponent.
  usdPerMonth: field<number>(
    'US dollars a month, from 0.01 to 1000000000, with at most two decimals',
    (value) =>
      typeof value === 'number' &&
      value >= 0.01 &&
      value <= 1_000_000_000 &&
      Math.round(value * 100) / 100 === value,
  ),
  emails: list(email, 'email addresses', 1).max(MAX_BUDGET_EMAILS, {
    error: `has more than ${MAX_BUDGET_EMAILS} addresses, which is the maximum of AWS Budgets; name fewer, or a mailing list`,
  }),
});

const functionName = field<FunctionName>(
  `one of the functions ${functionNames.join(', ')}`,
  (value) => functionNames.includes(value),
);

/** Everything below `operations`. */
export const operations = object({
  alarmEmails: list(email, 'email addresses'),
  tracing: flag,
  // Lambda takes no less than 2 for a queue.
  queueConcurrency: integer('runs at once', 2, 1000),
  queueAttempts: integer('attempts', 1, 1000),
  reservedConcurrency: record(
    functionName,
    integer('concurrent runs', 1, 1000),
    'an object of numbers by function',
  ),
  budget: budget.optional(),
  auditLog: object({ retentionDays, filenames: flag }).optional(),
});

/** Functions that queues feed, as many runs at once as `queueConcurrency` says. */
const fedByQueues: readonly FunctionName[] = [
  'receive-upload',
  'scan-upload',
  'receive-scan-result',
  'make-variants',
  'record-variants',
  'publish-file',
];

/** Reports concurrency that is reserved for functions that do not exist, or that is too small for their queues. */
export function checkReserved(value: unknown, context: z.RefinementCtx): void {
  const config = value as Config;
  const { reservedConcurrency = {}, queueConcurrency } = config.operations ?? {};
  const refuse = (name: string, message: string) =>
    context.addIssue({
      code: 'custom',
      path: ['operations', 'reservedConcurrency', name],
      message,
    });
  for (const [name, reserved] of Object.entries(reservedConcurrency) as [FunctionName, number][]) {
    const missing = missingIn(config, name);
    if (missing) refuse(name, `is ${reserved}, and there is no such function without ${missing}`);
    else if (fedByQueues.includes(name) && reserved < queueConcurrency)
      refuse(
        name,
        `is ${reserved}, less than operations.queueConcurrency, which is ${queueConcurrency}; messages that Lambda holds back use up their attempts. Raise the one or lower the other`,
      );
  }
}

/** What a configuration lacks that a function comes with; undefined where it has the function. */
function missingIn(config: Config, name: FunctionName): string | undefined {
  const isOf = (names: readonly FunctionName[]) => names.includes(name);
  if (name === directoryFunction && !config.auth.directory) return 'auth.directory';
  if (isOf(variantFunctions) && !makesVariants(config)) return 'variants in a collection';
  if (!isOf(Object.values(scanFunctions))) return undefined;
  const { engine } = scannerInUse(config) ?? {};
  return engine !== undefined && scanFunctions[engine] === name
    ? undefined
    : 'a scanner that needs it';
}

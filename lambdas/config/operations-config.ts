// The fields of airlock.config.ts about alarms, concurrency, costs and the audit log.
import { filled, withDefaults } from '../domain/with-defaults.ts';
import type { FunctionName } from '../functions.ts';

/** Who receives alarms, and what is recorded. */
export interface OperationsInput {
  /** Addresses that every alarm is mailed to; each has to confirm once. Default: none, only the topic exists. */
  readonly alarmEmails?: readonly string[];
  /** Whether AWS X-Ray traces the functions, at $5 per million traces. Default: false. */
  readonly tracing?: boolean;
  /**
   * How many runs of a function the messages of one queue may take at once, 2 to 1000. A new AWS account has 10 for all
   * functions together: 2 leaves the API its share. Default: 20.
   */
  readonly queueConcurrency?: number;
  /**
   * How often a message is tried before it waits in the dead-letter queue, 1 to 1000. A run that AWS holds back counts as
   * a try. Default: 5.
   */
  readonly queueAttempts?: number;
  /**
   * Concurrent runs that are kept for a function, by its name, which are also the most that it gets; 1 to 1,000. AWS keeps 100 of
   * an account unreserved, so that a new account, which has 10, can reserve none. Default: none is reserved.
   */
  readonly reservedConcurrency?: Readonly<Partial<Record<FunctionName, number>>>;
  /** Mails when the account's costs of a month come near an amount, see AWS Budgets. Default: none. */
  readonly budget?: BudgetInput;
  /** Records reads, shares and administration, see docs/audit.md. Default: none. */
  readonly auditLog?: AuditLogInput;
}

/** A limit on costs that is watched; nothing is switched off beyond it. */
export interface BudgetInput {
  /** US dollars a month, of the whole account. Mails are sent at 80% of it, and when 100% is forecast. */
  readonly usdPerMonth: number;
  /** Who receives the mails; 1 to 10 addresses. Default: `alarmEmails`. */
  readonly emails?: readonly string[];
}

/** The audit log as a user writes it. */
export interface AuditLogInput {
  /** Days that the logs of the functions that write it are kept; one of the numbers that CloudWatch offers. */
  readonly retentionDays: number;
  /** Whether its lines hold filenames, which are words of uploaders. Default: false. */
  readonly filenames?: boolean;
}

/** The same with every default filled in. */
export interface Operations extends Required<Omit<OperationsInput, 'auditLog' | 'budget'>> {
  readonly budget?: Required<BudgetInput>;
  readonly auditLog?: Required<AuditLogInput>;
}

/** Fills in the defaults. */
export const defineOperations = (operations: OperationsInput = {}): Operations =>
  filled(operations, ({ auditLog, budget, ...input }) => ({
    ...withDefaults(defaults, input),
    ...(budget !== undefined && {
      budget: withDefaults({ emails: input.alarmEmails ?? [] }, budget),
    }),
    ...(auditLog !== undefined && { auditLog: withDefaults({ filenames: false }, auditLog) }),
  }));

const defaults = {
  alarmEmails: [],
  tracing: false,
  queueConcurrency: 20,
  queueAttempts: 5,
  reservedConcurrency: {},
};

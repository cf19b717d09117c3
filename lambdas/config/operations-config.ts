// The fields of airlock.config.ts by which a deployment is watched.

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
  /** Records reads, shares and administration, see docs/audit.md. Default: none. */
  readonly auditLog?: AuditLogInput;
}

/** The audit log as a user writes it. */
export interface AuditLogInput {
  /** Days that the logs of the functions are kept that write it; of those that CloudWatch offers. */
  readonly retentionDays: number;
  /** Whether its lines hold filenames, which are words of uploaders. Default: false. */
  readonly filenames?: boolean;
}

/** The same with every default filled in. */
export interface Operations extends Required<Omit<OperationsInput, 'auditLog'>> {
  readonly auditLog?: Required<AuditLogInput>;
}

/** Fills in the defaults. */
export const defineOperations = ({ auditLog, ...input }: OperationsInput = {}): Operations => ({
  alarmEmails: [],
  tracing: false,
  queueConcurrency: 20,
  queueAttempts: 5,
  ...input,
  ...(auditLog && { auditLog: { filenames: false, ...auditLog } }),
});

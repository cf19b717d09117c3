// The fields of airlock.config.ts by which a deployment is watched.

/** Who receives alarms, and what is recorded. */
export interface OperationsInput {
  /** Addresses that every alarm is mailed to; each has to confirm once. Default: none, only the topic exists. */
  readonly alarmEmails?: readonly string[];
  /** Whether AWS X-Ray traces the functions, at $5 per million traces. Default: false. */
  readonly tracing?: boolean;
  /**
   * How many runs of a function the messages of one queue may take at once, 2 to 1000. A new AWS account has 10 for all
   * functions together: 5 leaves the API its share. Default: 20.
   */
  readonly queueConcurrency?: number;
  /**
   * How often a message is tried before it waits in the dead-letter queue, 1 to 1000. A run that AWS holds back counts as
   * a try. Default: 5.
   */
  readonly queueAttempts?: number;
}

/** The same with every default filled in. */
export type Operations = Required<OperationsInput>;

/** Fills in the defaults. */
export const defineOperations = (input: OperationsInput = {}): Operations => ({
  alarmEmails: [],
  tracing: false,
  queueConcurrency: 20,
  queueAttempts: 5,
  ...input,
});

// The fields of airlock.config.ts by which a deployment is watched.

/** Who is told, and what is recorded. */
export interface OperationsInput {
  /** Addresses that every alarm is mailed to; each has to confirm once. Default: none, only the topic exists. */
  readonly alarmEmails?: readonly string[];
  /** Whether AWS X-Ray traces the functions, at $5 per million traces. Default: false. */
  readonly tracing?: boolean;
}

/** The same with every default filled in. */
export type Operations = Required<OperationsInput>;

/** Fills in the defaults. */
export const defineOperations = (input: OperationsInput = {}): Operations => ({
  alarmEmails: [],
  tracing: false,
  ...input,
});

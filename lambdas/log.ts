// One structured line per outcome, keyed by file id. Lambda passes JSON on stdout through unchanged.

/** What a log line says: a stable `event` name and its fields. */
export type LogFields = { readonly event: string; readonly fileId?: string | undefined } & Readonly<
  Record<string, unknown>
>;

const write = (level: 'INFO' | 'ERROR', fields: LogFields): void => {
  process.stdout.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, ...fields })}\n`,
  );
};

/** Logs an outcome. */
export const logOutcome = (fields: LogFields): void => write('INFO', fields);

/** Logs a failure with its cause. */
export const logFailure = (fields: LogFields, error: unknown): void =>
  write('ERROR', { ...fields, error: describe(error) });

const describe = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
      }
    : error;

// The kind of error that is a message for whoever wrote airlock.config.ts, and no stack trace.

/** The configuration is missing or wrong; the message names the file and every wrong field. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

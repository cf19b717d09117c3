// The error about a wrong airlock.config.ts, which is shown as a message without a stack trace.

/** The configuration is missing or wrong; the message names the file and every wrong field. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

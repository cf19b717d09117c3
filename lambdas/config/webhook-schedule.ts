// When a webhook that was not accepted is sent again: import-free, because the stack and the function both use it.

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds between one attempt and the next: eleven attempts within a day. */
export const webhookDelaysSeconds = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
] as const;

/** Number of attempts, including the first one. */
export const webhookAttempts = webhookDelaysSeconds.length + 1;

/** Seconds within which a receiver must answer. */
export const webhookTimeoutSeconds = 10;

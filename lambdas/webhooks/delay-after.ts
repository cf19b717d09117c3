// When an event that was not accepted is sent again: by the schedule, or later when the receiver asks for it.
import { webhookDelaysSeconds } from '../config/webhook-schedule.ts';
import { NotAcceptedError } from '../deliver-webhook/deliver-webhook.ts';

/**
 * Seconds until the next attempt, by the number of this one, counted from 1, and why it failed. `random` gives numbers from 0 to
 * below 1: it spreads the attempts of many events that failed together by a tenth.
 */
export const delayAfterWith =
  (longestSeconds: number, random: () => number) =>
  (attempt: number, error: unknown): number => {
    const planned = Math.round((webhookDelaysSeconds[attempt - 1] ?? 0) * (0.95 + random() / 10));
    const wanted = error instanceof NotAcceptedError ? (error.retryAfterSeconds ?? 0) : 0;
    return Math.min(Math.max(planned, wanted), longestSeconds);
  };

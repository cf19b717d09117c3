// Formats bytes and times for people.

import { bytesInWords as bytesFrom1024 } from '../lambdas/domain/bytes-in-words.ts';
import { locale as pageLocale, texts } from './texts.ts';

/** Formats bytes in the language of the page: `1 byte`, `1.5 KB`. */
export const bytesInWords = (bytes: number): string =>
  bytes < 1024 ? texts().time.bytes(bytes) : bytesFrom1024(bytes, pageLocale());

/** A number in the language of the page: `1,200`. */
export const numberInWords = (value: number): string => value.toLocaleString(pageLocale());

/**
 * How long ago, or the date for older times: `just now`, `5 minutes ago`, `yesterday`, `12 March 2026`.
 * The date is written as in `locale`, by default that of the page; an invalid time is an empty text.
 */
export function timeInWords(iso: string, now: Date, locale = pageLocale()): string {
  const then = new Date(iso);
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return texts().time.justNow;
  if (minutes < 60) return texts().time.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 12) return texts().time.hours(hours);
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  if (days === 0) return texts().time.today;
  if (days === 1) return texts().time.yesterday;
  if (days < 7) return texts().time.days(days);
  return then.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** A future moment in the user's time zone, formatted as in `locale`, by default that of the page: `today, 15:04`, `23 November, 15:04`. */
export function momentInWords(iso: string, now: Date, locale = pageLocale()): string {
  const then = new Date(iso);
  const clock = then.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (midnight(then) === midnight(now)) return texts().time.todayAt(clock);
  return `${then.toLocaleDateString(locale, { day: 'numeric', month: 'long' })}, ${clock}`;
}

const midnight = (time: Date): number =>
  new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

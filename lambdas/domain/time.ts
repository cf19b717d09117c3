// Moments as records keep them: ISO 8601 in UTC.

const DAY_MS = 24 * 3600 * 1000;

/** The moment some days after another. */
export const daysAfter = (moment: Date, days: number): string =>
  new Date(moment.getTime() + days * DAY_MS).toISOString();

/** The moment some seconds after another. */
export const secondsAfter = (moment: Date, seconds: number): string =>
  new Date(moment.getTime() + seconds * 1000).toISOString();

/** The moment some hours after another. */
export const hoursAfter = (moment: Date, hours: number): string =>
  secondsAfter(moment, hours * 3600);

/** Seconds from one moment to a later one, with milliseconds. */
export const secondsBetween = (from: string, to: Date): number =>
  (to.getTime() - Date.parse(from)) / 1000;

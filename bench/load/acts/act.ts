// The acts of the clients of a load run.
import type { Client, Kept } from '../client.ts';

type When = (file: Kept, client: Client) => boolean;
type Run = (client: Client, file: Kept) => Promise<void>;

/** An operation of the mix. */
export type Act = ReturnType<typeof act>;

/**
 * Defines an act, which is drawn by its weight beside the others, among those that can be done with a file. `run` rejects when an
 * answer is not the expected one.
 */
export const act = (name: string, weight: number, when: When, run: Run) =>
  ({ name, weight, when, run }) as const;

/** When an act can be done. */
export const always: When = () => true;
export const isPublic: When = (file) => file.isPublic;
export const isNotPublic: When = (file) => !file.isPublic;

/** The longest that an act may take, in seconds: more than a message waits to be received again. */
export const maxActSeconds = 300;

// How long tests may take: far more than they need, because another program may use the machine at the same time.

/** For a condition to come true. */
export const WAIT_MS = 60_000;

/** For one test: longer than a wait, which then names what it waited for. */
export const TEST_MS = 180_000;

/** For the start of a cloud or of an engine. */
export const HOOK_MS = 300_000;

/** For tests of many rounds, which take minutes even on an idle machine. */
export const LONG_TEST_MS = 20 * 60_000;

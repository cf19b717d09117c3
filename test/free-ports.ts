// Free ports for processes that must know their port before they listen on it.
import { randomInt } from 'node:crypto';
import { claimPort } from '../local/ports.ts';

/**
 * Below the range from which systems take the ports of outgoing connections and of servers that ask for any port (from
 * 32768 on Linux): no connection can take a port between this check and the start of the process that it is meant for.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** Finds that many free ports in a row; returns the first. */
export async function claimPortsInARow(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(FIRST_PORT, LAST_PORT - count);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const claims = await Promise.allSettled(ports.map(claimPort));
    if (claims.every(({ status }) => status === 'fulfilled')) return first;
  }
}

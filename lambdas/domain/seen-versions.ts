// Remembers the versions that a walk has visited, in bounded memory.
import { createHash } from 'node:crypto';
import type { ObjectVersion } from './ports.ts';

/** 32 MiB of fingerprints. */
const MAX_SLOTS = 2 ** 22;
const FIRST_SLOTS = 2 ** 12;

/**
 * A set of versions, eight bytes each, that adds no more once half its slots are full: a version that is not in it may
 * have been visited. A version that is in it was visited, except with a probability of 2^-48 for each version kept.
 */
export class SeenVersions {
  readonly #maxSlots: number;
  #slots: Float64Array;
  #size = 0;

  constructor(maxSlots = MAX_SLOTS) {
    this.#maxSlots = maxSlots;
    this.#slots = new Float64Array(Math.min(FIRST_SLOTS, maxSlots));
  }

  /** Remembers a version, while there is room. */
  add(version: ObjectVersion): void {
    if (this.#size * 2 >= this.#slots.length && !this.#grow()) return;
    const fingerprint = fingerprintOf(version);
    const slot = this.#slotOf(fingerprint);
    if (this.#slots[slot] === fingerprint) return;
    this.#slots[slot] = fingerprint;
    this.#size += 1;
  }

  /** Whether the version was visited and remembered. */
  has(version: ObjectVersion): boolean {
    const fingerprint = fingerprintOf(version);
    return this.#slots[this.#slotOf(fingerprint)] === fingerprint;
  }

  #grow(): boolean {
    if (this.#slots.length >= this.#maxSlots) return false;
    const known = this.#slots;
    this.#slots = new Float64Array(known.length * 2);
    for (const fingerprint of known) {
      if (fingerprint !== 0) this.#slots[this.#slotOf(fingerprint)] = fingerprint;
    }
    return true;
  }

  /** The slot of a fingerprint: the first one from its hash on that holds it or is empty. */
  #slotOf(fingerprint: number): number {
    let slot = fingerprint % this.#slots.length;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== fingerprint) {
      slot = (slot + 1) % this.#slots.length;
    }
    return slot;
  }
}

// Never 0, which marks an empty slot; 48 bits are exact in a double.
const fingerprintOf = ({ key, versionId }: ObjectVersion): number =>
  createHash('sha256').update(`${versionId}\n${key}`).digest().readUIntBE(0, 6) + 1;

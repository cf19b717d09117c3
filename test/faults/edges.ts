// What the CDN's edges may still hold of one run's public bucket: whatever was there, until they were told to forget it.

/** The edges of one distribution. */
export class Edges {
  /** Paths that an edge may have fetched and was not told to forget since. */
  readonly #held = new Set<string>();
  readonly #exists: (key: string) => Promise<boolean>;

  constructor(exists: (key: string) => Promise<boolean>) {
    this.#exists = exists;
  }

  /** An object came into the bucket: from now on an edge may hold it. */
  show(key: string): void {
    this.#held.add(`/${key}`);
  }

  /** Forgets paths; what is still in the bucket is fetched again by the next who asks for it. */
  async forget(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) {
      if (!(await this.#exists(path.slice(1)))) this.#held.delete(path);
    }
    return true;
  }

  /** What edges may hold that is not for everybody any more. Gives what is wrong. */
  audit(shown: ReadonlySet<string>): string[] {
    return [...this.#held]
      .filter((path) => !shown.has(path.slice(1)))
      .map((path) => `an edge may still hold ${path}`);
  }
}

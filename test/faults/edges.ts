// Models the CDN cache of one run's public bucket: every object may be cached until it is invalidated.

/** The edge caches of one distribution. */
export class Edges {
  /** Paths that an edge may have cached and that were not invalidated since. */
  readonly #held = new Set<string>();
  /** Whether the bucket has an object of this key that an edge keeps. */
  readonly #isKept: (key: string) => Promise<boolean>;

  constructor(isKept: (key: string) => Promise<boolean>) {
    this.#isKept = isKept;
  }

  /** Records an object of the bucket, which an edge may cache from now on. */
  show(key: string): void {
    this.#held.add(`/${key}`);
  }

  /** Invalidates paths, which may end in `*`; an object that is still in the bucket can be cached again. */
  async forget(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) {
      const matches = (held: string) =>
        path.endsWith('*') ? held.startsWith(path.slice(0, -1)) : held === path;
      for (const held of [...this.#held].filter(matches)) {
        if (!(await this.#isKept(held.slice(1)))) this.#held.delete(held);
      }
    }
    return true;
  }

  /** Returns a violation for every cached path that is not public any more. */
  audit(shown: ReadonlySet<string>): string[] {
    return [...this.#held]
      .filter((path) => !shown.has(path.slice(1)))
      .map((path) => `an edge may still cache ${path}`);
  }
}

// Models the CDN cache of one run's public bucket: every object may be cached until it is invalidated.

/** The edge caches of one distribution. */
export class Edges {
  /** Paths that an edge may have cached and that were not invalidated since. */
  readonly #held = new Set<string>();
  readonly #exists: (key: string) => Promise<boolean>;

  constructor(exists: (key: string) => Promise<boolean>) {
    this.#exists = exists;
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
        if (!(await this.#exists(held.slice(1)))) this.#held.delete(held);
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

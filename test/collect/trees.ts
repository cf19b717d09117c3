// Trees of files in a temporary directory, collected for real.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Collected, collect } from '../../collect/collect.ts';
import { CollectError } from '../../collect/problems.ts';
import { defineStatic, type StaticInput } from '../../lambdas/config/static-config.ts';

/** Content by path. */
export type Tree = Readonly<Record<string, string | Buffer>>;

/** A place for sources and output that is gone after the test. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'airlock-collect-'));
  readonly outdir = join(this.root, 'out');

  /** Writes files below a source's directory. */
  write(tree: Tree, directory = 'site'): this {
    for (const [path, content] of Object.entries(tree)) {
      const file = join(this.root, directory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return this;
  }

  /** Collects; by default an hour from now, so that no file counts as recently changed. */
  collect(input: Partial<StaticInput> = {}, now = Date.now() + 3_600_000): Promise<Collected> {
    return collect({
      settings: defineStatic({ sources: [{ directory: 'site' }], ...input }),
      root: this.root,
      outdir: this.outdir,
      now: () => now,
    });
  }

  /** The problems that collecting ends with, without the root in them. */
  async problems(input: Partial<StaticInput> = {}): Promise<readonly string[]> {
    try {
      await this.collect(input);
      return [];
    } catch (error) {
      if (!(error instanceof CollectError)) throw error;
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim().replaceAll(`${this.root}/`, ''));
    }
  }

  /** Content by path of everything in the output. */
  output(): Record<string, string> {
    const paths = readdirSync(this.outdir, { recursive: true, encoding: 'utf8' }).sort();
    const files = paths.filter((path) => statSync(join(this.outdir, path)).isFile());
    return Object.fromEntries(
      files.map((path) => [path, readFileSync(join(this.outdir, path), 'utf8')]),
    );
  }

  /** What a file has become, under whichever name. */
  served({ manifest }: Collected, name: string): string {
    return readFileSync(join(this.outdir, manifest.files[name]?.path ?? name), 'utf8');
  }
}

/** A place with these files in its one source. */
export function placeWith(tree: Tree): Place {
  const place = new Place();
  onTestFinished(() => rmSync(place.root, { recursive: true, force: true }));
  return place.write(tree);
}

/** A text with its hashes taken out. */
export const unhashed = (text: string): string => text.replace(/\.[0-9a-f]{16}(?=\.|$)/g, '.HASH');

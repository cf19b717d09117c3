// The final name of each file: its own, or one that changes with its content.
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import { hashedPath } from './fingerprint.ts';
import { matcher } from './patterns.ts';

/** The rules by which files are named. */
export interface Naming {
  /** Whether the path has a hash put into it. */
  isRenamed(name: string): boolean;
  /** Whether the path changes with the content, by our hash or that of a bundler. */
  isImmutable(name: string): boolean;
  /** Whether references in it are looked for. */
  isRead(name: string): boolean;
  /** The path of content with this digest. */
  pathOf(name: string, digest: string): string;
}

/** The rules that the settings make. */
export function namingBy({
  keepNames,
  hashed,
  verbatim,
}: Pick<StaticSettings, 'keepNames' | 'hashed' | 'verbatim'>): Naming {
  const isKept = matcher(keepNames);
  const isHashed = matcher(hashed);
  const isVerbatim = matcher(verbatim);
  const isRenamed = (name: string) => !isHashed(name) && !isKept(name);
  return {
    isRenamed,
    isImmutable: (name) => isHashed(name) || !isKept(name),
    isRead: (name) => !isHashed(name) && !isVerbatim(name),
    pathOf: (name, digest) => (isRenamed(name) ? hashedPath(name, digest) : name),
  };
}

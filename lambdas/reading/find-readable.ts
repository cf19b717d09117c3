// 4. GET /files?ids=: returns those of the files that exist and that the caller may read.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { may, type Principal } from '../domain/access.ts';
import type { VisibleFile } from '../domain/file.ts';
import type { FindFiles, FindGranted } from '../domain/ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFiles: FindFiles;
  readonly findGranted: FindGranted;
}

/**
 * Finds files by their ids, in that order, each once. What does not exist and what the caller may not read are absent
 * alike. One read for files of the caller; a second one only for those that may have been shared.
 */
export const findReadable =
  ({ config, findFiles, findGranted }: Ports) =>
  async (ids: readonly string[], principal: Principal): Promise<readonly VisibleFile[]> => {
    const unique = [...new Set(ids)];
    const found = await findFiles(unique);
    const files = unique
      .flatMap((id) => found.get(id) ?? [])
      .filter((file) => file.status !== 'deleted' && file.status !== 'merged');
    const isReadable = (file: VisibleFile) => may(principal, 'read', file, config);
    const others = files.filter((file) => !isReadable(file)).map(({ id }) => id);
    const granted = await findGranted(others, principal);
    return files.filter((file) => isReadable(file) || granted.has(file.id));
  };

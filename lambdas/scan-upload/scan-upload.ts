// 3a. With a clamd: streams the version that waits for its scan to the scanner, and receives the result.

import { isBeingScanned } from '../domain/file.ts';
import type { FindFile, ObjectVersion, ScanVersion } from '../domain/ports.ts';
import type { ScanResult } from '../domain/scan.ts';
import type { ScanReception } from '../receive-scan-result/receive-scan-result.ts';

interface Ports {
  readonly findFile: FindFile;
  readonly scanVersion: ScanVersion;
  readonly receiveScanResult: (
    version: ObjectVersion,
    result: ScanResult,
  ) => Promise<ScanReception>;
}

/** Scans one version if its file still waits for it; a repeated request is scanned once. */
export const scanUpload =
  ({ findFile, scanVersion, receiveScanResult }: Ports) =>
  async (
    id: string,
    version: ObjectVersion,
  ): Promise<ScanReception & { readonly result?: ScanResult }> => {
    const file = await findFile(id);
    if (!file || !isBeingScanned(file, version.versionId)) return { outcome: 'late', fileId: id };
    const result = await scanVersion(version, file.size);
    return { ...(await receiveScanResult(version, result)), result };
  };

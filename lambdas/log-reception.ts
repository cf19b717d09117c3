// Logs files that were judged or scanned, in the same form from every function, so that metrics can count them.
import type { ObjectVersion } from './domain/ports.ts';
import type { ScanResult } from './domain/scan.ts';
import { logOutcome } from './log.ts';
import type { ScanReception } from './receive-scan-result/receive-scan-result.ts';
import type { Reception } from './receive-upload/receive-upload.ts';

/** Logs what became of an arrived version, as `upload_<outcome>`. */
const logReception = ({ key }: ObjectVersion, { outcome, ...reception }: Reception): void =>
  logOutcome({ event: `upload_${outcome}`, key, ...reception });

/** Logs what became of a scan's result: `upload_<outcome>` where it settled the file, else `scan_<outcome>`. */
export const logScanReception = (
  { key }: ObjectVersion,
  { outcome, ...reception }: ScanReception,
  result: ScanResult | undefined,
): void => {
  const isSettled = outcome === 'ready' || outcome === 'rejected';
  logOutcome({ event: `${isSettled ? 'upload' : 'scan'}_${outcome}`, key, ...reception, result });
};

/** The use case, with its outcome logged. */
export const loggingReception =
  <Outcome extends Reception>(receive: (version: ObjectVersion) => Promise<Outcome>) =>
  async (version: ObjectVersion): Promise<Outcome> => {
    const reception = await receive(version);
    logReception(version, reception);
    return reception;
  };

/** The same for results of scans. */
export const loggingScanReception =
  (receive: (version: ObjectVersion, result: ScanResult) => Promise<ScanReception>) =>
  async (version: ObjectVersion, result: ScanResult): Promise<ScanReception> => {
    const reception = await receive(version, result);
    logScanReception(version, reception, result);
    return reception;
  };

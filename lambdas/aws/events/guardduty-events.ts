// The event edge of GuardDuty: a batch of queued scan results becomes one call per version that was scanned.
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ObjectVersion } from '../../domain/ports.ts';
import { type ScanResult, scannerText, threatNames } from '../../domain/scan.ts';
import { sqsBatch } from './sqs-batch.ts';

/** A Lambda handler that reports only the messages that failed. */
export const sqsScanResults = (
  receive: (version: ObjectVersion, result: ScanResult) => Promise<void>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) =>
  sqsBatch('scan_result_failed', async (body) => {
    const { version, result } = readScanResult(body);
    await receive(version, result);
  });

/** What is read of the event (GuardDuty user guide, "Monitoring S3 object scans with Amazon EventBridge"). */
interface ScanResultEvent {
  readonly detail: {
    readonly scanStatus: string;
    readonly s3ObjectDetails: { readonly objectKey: string; readonly versionId?: string };
    readonly scanResultDetails: {
      readonly scanResultStatus: string;
      readonly threats?: readonly { readonly name: string }[] | null;
      readonly statusReasons?: readonly string[] | null;
    };
  };
}

/** Reads one event as it comes from EventBridge. */
export function readScanResult(body: string): { version: ObjectVersion; result: ScanResult } {
  const { detail } = JSON.parse(body) as ScanResultEvent;
  const { objectKey: key, versionId } = detail.s3ObjectDetails;
  if (!versionId) {
    throw new Error('GuardDuty sent a result without a versionId: the bucket must be versioned.');
  }
  const { scanResultStatus, threats, statusReasons } = detail.scanResultDetails;
  const result = resultOfStatus(scanResultStatus, versionId, statusReasons ?? []);
  // A scan that was not completed has called nothing clean.
  const isHalf = result.outcome === 'clean' && detail.scanStatus !== 'COMPLETED';
  return {
    version: { key, versionId },
    result: isHalf
      ? { ...result, outcome: 'failed', why: scannerText(detail.scanStatus) }
      : { ...result, ...(threats && { threats: threatNames(threats.map(({ name }) => name)) }) },
  };
}

/** What a result status of GuardDuty means, in the event and in the tag. An unknown one releases no file. */
export function resultOfStatus(
  status: string,
  versionId: string,
  statusReasons: readonly string[] = [],
): ScanResult {
  const result = { engine: 'guardduty', versionId } as const;
  if (status === 'NO_THREATS_FOUND') return { ...result, outcome: 'clean' };
  if (status === 'THREATS_FOUND') return { ...result, outcome: 'infected' };
  const why = scannerText(statusReasons.length > 0 ? statusReasons.join(', ') : status);
  return { ...result, outcome: status === 'UNSUPPORTED' ? 'unsupported' : 'failed', why };
}

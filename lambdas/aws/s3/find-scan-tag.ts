// S3: the tag that GuardDuty leaves on every version it has scanned.
import { GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FindScanResult } from '../../domain/ports.ts';
import { resultOfStatus } from '../events/guardduty-events.ts';
import { isGone } from './is-gone.ts';

/** One GetObjectTagging; the names of threats are only in the event. */
export const findScanTagWith =
  (s3: S3Client, Bucket: string): FindScanResult =>
  async ({ key, versionId }) => {
    try {
      const { TagSet = [] } = await s3.send(
        new GetObjectTaggingCommand({ Bucket, Key: key, VersionId: versionId }),
      );
      const status = TagSet.find(({ Key }) => Key === 'GuardDutyMalwareScanStatus')?.Value;
      return status ? resultOfStatus(status, versionId) : undefined;
    } catch (error) {
      if (!isGone(error)) throw error;
      return {
        engine: 'guardduty',
        versionId,
        outcome: 'failed',
        why: 'the stored bytes are gone',
      };
    }
  };

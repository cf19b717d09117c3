// Judges a version as soon as it is complete. When that takes too long, S3's event judges it.
import type { JudgeNow } from '../domain/inspection-ports.ts';
import type { ObjectVersion } from '../domain/ports.ts';
import { logFailure, logOutcome } from '../log.ts';
import { NoTimeLeftError } from './inspector.ts';

/**
 * Runs the code that receives S3's events. Ignores a failure or a lack of time, because the event follows in any case: the file
 * stays pending until then.
 */
export const judgeOrLeave =
  (receive: (version: ObjectVersion) => Promise<unknown>): JudgeNow =>
  async (version) => {
    try {
      await receive(version);
    } catch (error) {
      const fields = { event: 'judgement_left_to_event', key: version.key };
      if (error instanceof NoTimeLeftError) logOutcome({ ...fields, why: error.message });
      else logFailure(fields, error);
    }
  };

// Judges a version as soon as it is complete, as the event of S3 would; what takes longer is left to the event.
import type { JudgeNow } from '../domain/inspection-ports.ts';
import type { ObjectVersion } from '../domain/ports.ts';
import { logFailure, logOutcome } from '../log.ts';
import { NoTimeLeftError } from './inspector.ts';

/**
 * Judges by the very code that receives S3's events. A failure or a lack of time is no answer to the caller, because the
 * event comes in any case: the file stays pending until then.
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

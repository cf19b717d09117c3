// PDF: reads the whole file and reports its active content.
import { BudgetExceededError, type StoredBytes } from '../../stored-bytes.ts';
import { type DocumentEvidence, type Flaw, FormatError } from '../evidence.ts';
import { leadingBytes, trailingBytes } from './ends.ts';
import { refuseHidden } from './hidden-objects.ts';
import { answerQuestions, unpackDeferred } from './look-up.ts';
import { plain } from './protection.ts';
import { scanFile } from './scan.ts';
import { openProtection } from './standard-security.ts';
import { beginsAsStated, headerAt } from './starts.ts';
import { Survey } from './survey.ts';
import { Window } from './window.ts';

/**
 * Reads every object of a PDF once, whether or not a cross-reference names it, so that no reader can find one that was not
 * reviewed; a file that is encrypted without a password is read a second time. `partBytes` is how much is read at once.
 */
export async function inspectPdf(
  bytes: StoredBytes,
  partBytes?: number,
): Promise<DocumentEvidence> {
  const window = new Window(bytes, partBytes);
  let flaw: Flaw | undefined;
  let survey = new Survey(window, plain);
  let isEncrypted = false;
  const ends: { leadingBytes?: number; trailingBytes?: number } = {};
  try {
    await scanFile(window, survey);
    const decryption = await openProtection(window, survey);
    if (decryption === 'password') isEncrypted = true;
    else if (decryption) {
      survey = new Survey(window, decryption);
      await scanFile(window, survey);
    }
    ends.leadingBytes = await leadingBytes(window);
    ends.trailingBytes = await trailingBytes(window, survey);
    await finish(window, survey, isEncrypted);
  } catch (error) {
    flaw = flawOf(error);
  }
  // Content that cannot be read without the password is not damaged.
  flaw ??= isEncrypted ? undefined : survey.flaw;
  return { findings: survey.review.findings.all, isEncrypted, ...ends, ...(flaw && { flaw }) };
}

async function finish(window: Window, survey: Survey, isEncrypted: boolean): Promise<void> {
  if (!isEncrypted) await unpackDeferred(window, survey);
  await answerQuestions(window, survey);
  if (isEncrypted) return;
  const { references, isLinearized } = survey;
  const isFollowed =
    (await headerAt(window)) === 0 &&
    references.areSound() &&
    (await beginsAsStated(window, references.sections, isLinearized));
  if (isFollowed) return;
  await refuseHidden(window, survey.table, survey.trailers);
}

function flawOf(error: unknown): Flaw {
  if (error instanceof FormatError) return error.flaw;
  if (error instanceof BudgetExceededError) {
    return { kind: 'unreadable', detail: 'Its parts are spread too far to be read in order.' };
  }
  throw error;
}

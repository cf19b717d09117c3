// What a PDF can do besides being read, and what is locked so that nobody can tell.
import { typeName } from '../content-types.ts';
import type { Rule } from './rule.ts';

/** PDFs without an end, or packed so that they cannot be checked. */
export const refuseUnsoundDocument: Rule = ({ evidence: { document } }) =>
  document?.flaw && {
    reason: 'document_damaged',
    detail: `The PDF is damaged. ${document.flaw.detail} Print it to a new PDF and send that.`,
  };

/** JavaScript and actions that start programs. */
export const refusePdfActions: Rule = ({ evidence: { document }, collection }) => {
  if (collection.pdfActions === 'accept' || !document) return undefined;
  if (!document.hasJavaScript && !document.hasLaunchAction) return undefined;
  const found = document.hasJavaScript ? 'scripts' : 'an action that starts a program';
  return {
    reason: 'pdf_active',
    detail: `The PDF holds ${found}, which readers may run when it is opened. Print it to a new PDF, which leaves them behind, and send that.`,
  };
};

/** Files attached to a PDF, which are of any type and judged by nobody. */
export const refuseEmbeddedFiles: Rule = ({ evidence: { document }, collection }) =>
  document?.hasEmbeddedFiles && collection.embeddedFiles === 'reject'
    ? {
        reason: 'embedded_files',
        detail:
          'The PDF has files attached to it, which cannot be judged. Take them out, and send each by itself.',
      }
    : undefined;

/** What needs a password to be read. */
export const refuseEncrypted: Rule = ({ declaredType, evidence, collection }) => {
  const isEncrypted = evidence.document?.isEncrypted || evidence.archive?.isEncrypted;
  return isEncrypted && collection.encryptedFiles === 'reject'
    ? {
        reason: 'encrypted',
        detail: `The ${typeName(declaredType)} is encrypted, so its content cannot be judged. Save it without a password and send that.`,
      }
    : undefined;
};

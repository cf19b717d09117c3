// Refuses documents with active content, and documents that cannot be judged.
import type { ContentPolicy } from '../content-policy.ts';
import { isUnsafeType, typeName } from '../content-types.ts';
import type { Finding, FindingKind } from '../formats/evidence.ts';
import type { Reason } from '../verdict.ts';
import type { Case, Rule } from './rule.ts';

/** Documents whose structure is damaged or can be read in two ways. */
export const refuseUnsoundDocument: Rule = ({ type, evidence: { document } }) =>
  document?.flaw && {
    reason: 'document_damaged',
    detail: `The ${typeName(type)} is damaged. ${document.flaw.detail} Export it again, or print it to a new PDF, and upload that.`,
  };

/** Documents that need a password to be read. */
export const refuseEncrypted: Rule = ({ type, evidence, collection }) => {
  const isEncrypted = evidence.document?.isEncrypted || evidence.archive?.isEncrypted;
  return isEncrypted && collection.encryptedFiles === 'reject'
    ? {
        reason: 'encrypted',
        detail: `The ${typeName(type)} is encrypted, so its content cannot be validated. Save it without a password and upload that.`,
      }
    : undefined;
};

interface FindingRule {
  readonly reason: Reason;
  /** The field of the collection that accepts such content. */
  readonly policy:
    | 'pdfActions'
    | 'macros'
    | 'embeddedFiles'
    | 'embeddedObjects'
    | 'externalContent';
  /** Completes "The Word document contains …". */
  readonly what: string;
  readonly remedy: string;
}

const officeRules: Readonly<Record<FindingKind, FindingRule>> = {
  script: {
    reason: 'macros',
    policy: 'macros',
    what: 'a script',
    remedy: 'Save it without scripts, or as a PDF, and upload that.',
  },
  macro: {
    reason: 'macros',
    policy: 'macros',
    what: 'macros',
    remedy: 'Save it without macros, or as a PDF, and upload that.',
  },
  launch: {
    reason: 'macros',
    policy: 'macros',
    what: 'an action that starts a program',
    remedy: 'Remove the action, or save it as a PDF, and upload that.',
  },
  automatic_action: {
    reason: 'macros',
    policy: 'macros',
    what: 'an action that runs when it is opened',
    remedy: 'Remove the action, or save it as a PDF, and upload that.',
  },
  dde: {
    reason: 'dde',
    policy: 'macros',
    what: 'a field or link that exchanges data with another program (DDE)',
    remedy: 'Replace it by its value, or save the document as a PDF, and upload that.',
  },
  embedded_file: {
    reason: 'embedded_files',
    policy: 'embeddedFiles',
    what: 'an attached file, which cannot be validated',
    remedy: 'Remove it, and upload each file separately.',
  },
  embedded_object: {
    reason: 'embedded_objects',
    policy: 'embeddedObjects',
    what: 'an embedded object, which its own program would open',
    remedy: 'Replace it by a picture, or save the document as a PDF, and upload that.',
  },
  external_content: {
    reason: 'external_content',
    policy: 'externalContent',
    what: 'a reference that is fetched when it is opened',
    remedy: 'Remove the linked template, picture or object, or save it as a PDF, and upload that.',
  },
};

const pdfRemedy = 'Print it to a new PDF, which leaves this out, and upload that.';

const pdfRules: Readonly<Record<FindingKind, FindingRule>> = {
  script: { reason: 'pdf_active', policy: 'pdfActions', what: 'a script', remedy: pdfRemedy },
  macro: { reason: 'pdf_active', policy: 'pdfActions', what: 'macros', remedy: pdfRemedy },
  launch: {
    reason: 'pdf_active',
    policy: 'pdfActions',
    what: 'an action that starts a program or opens a local file',
    remedy: pdfRemedy,
  },
  automatic_action: {
    reason: 'pdf_active',
    policy: 'pdfActions',
    what: 'an action that runs when it is opened',
    remedy: pdfRemedy,
  },
  dde: {
    reason: 'dde',
    policy: 'pdfActions',
    what: 'a link to another program',
    remedy: pdfRemedy,
  },
  embedded_file: officeRules.embedded_file,
  embedded_object: {
    reason: 'embedded_objects',
    policy: 'embeddedObjects',
    what: 'embedded media that runs in its own player',
    remedy: pdfRemedy,
  },
  external_content: {
    reason: 'external_content',
    policy: 'externalContent',
    what: 'a reference to a file elsewhere',
    remedy: pdfRemedy,
  },
};

const macroKinds: ReadonlySet<FindingKind> = new Set(['script', 'macro', 'dde', 'embedded_object']);

/** Active content in documents, each kind as the collection's policy says. */
export const refuseFindings: Rule = (at) => {
  const finding = at.evidence.document?.findings.find((each) => isRefused(at, each));
  if (!finding) return undefined;
  const { reason, what, remedy } = ruleOf(at, finding);
  const target = finding.target === undefined ? '' : ` ${JSON.stringify(finding.target)}`;
  return {
    reason,
    detail: `The ${typeName(at.type)} contains ${what}${target} (${finding.where}). ${remedy}`,
  };
};

function isRefused(at: Case, finding: Finding): boolean {
  // A collection that names a macro type accepts macros.
  if (isUnsafeType(at.type) && macroKinds.has(finding.kind)) return false;
  const { policy } = ruleOf(at, finding);
  return (at.collection satisfies ContentPolicy)[policy] === 'reject';
}

const ruleOf = ({ evidence }: Case, { kind }: Finding): FindingRule =>
  (evidence.detectedType === 'application/pdf' ? pdfRules : officeRules)[kind];

// Who signed a POST form: the signature is over the base64 of its policy.
import { invalidArgument, S3Error } from './errors.ts';
import {
  credentialFor,
  deriveSigningKey,
  hexBytes,
  hmac,
  isSameSignature,
  type Signers,
} from './sigv4.ts';
import { parseAmzDate, parseCredential } from './sigv4-claim.ts';

const AUTH_FIELDS = [
  'policy',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-signature',
] as const;

/** A form whose signature held. */
export interface FormIdentity {
  readonly accessKeyId: string;
  readonly policy: string;
  readonly signedAtMs: number;
}

/** Verifies the form's auth fields (AWS sigv4-HTTPPOSTForms), or throws S3Error. */
export function authenticateForm(
  fields: ReadonlyMap<string, string>,
  signers: Signers,
): FormIdentity {
  if (!AUTH_FIELDS.some((name) => fields.has(name))) throw new S3Error('AccessDenied');
  for (const name of AUTH_FIELDS) requireField(fields, name);
  const policy = requireField(fields, 'policy');
  const algorithm = requireField(fields, 'x-amz-algorithm');
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw invalidArgument(
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
      'x-amz-algorithm',
      algorithm,
    );
  }
  const date = requireField(fields, 'x-amz-date');
  const signedAtMs = parseAmzDate(date);
  if (signedAtMs === undefined) {
    throw invalidArgument(
      'X-Amz-Date must be formatted via ISO8601 Long format',
      'x-amz-date',
      date,
    );
  }
  const credentialField = requireField(fields, 'x-amz-credential');
  const { accessKeyId, scope } = parseCredential(credentialField, signers.region, (message) =>
    invalidArgument(message, 'x-amz-credential', credentialField),
  );
  const credential = credentialFor(accessKeyId, fields.get('x-amz-security-token'), signers);
  const signature = requireField(fields, 'x-amz-signature');
  const signingKey = deriveSigningKey(credential.secretAccessKey, scope);
  if (!isSameSignature(hmac(signingKey, policy).toString('hex'), signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      elements: {
        AWSAccessKeyId: accessKeyId,
        StringToSign: policy,
        SignatureProvided: signature,
        StringToSignBytes: hexBytes(policy),
      },
    });
  }
  return { accessKeyId, policy, signedAtMs };
}

/** A field that must be there, before the file. Throws InvalidArgument in S3's words. */
export function requireField(
  fields: ReadonlyMap<string, string>,
  name: string,
  { isEmptyAllowed = true } = {},
): string {
  const value = fields.get(name);
  if (value !== undefined && (isEmptyAllowed || value !== '')) return value;
  throw invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
  );
}

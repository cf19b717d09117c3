// The port of forms, as in ports.ts.
import type { AwaitedByForm } from './form.ts';
import type { PresignPost } from './ports.ts';

/**
 * A form that S3 enforces for a file that is not known yet: an exact key, a maximum of bytes, and the address of the redirect.
 */
export type PresignForm = (
  file: AwaitedByForm,
  expiresInSeconds: number,
) => ReturnType<PresignPost>;

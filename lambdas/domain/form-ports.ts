// The port of forms, as in ports.ts.
import type { AwaitedByForm } from './form.ts';
import type { PresignPost } from './ports.ts';

/** A form that S3 enforces for a file that is not known yet: exact key, at most so many bytes, and where the browser then goes. */
export type PresignForm = (
  file: AwaitedByForm,
  expiresInSeconds: number,
) => ReturnType<PresignPost>;

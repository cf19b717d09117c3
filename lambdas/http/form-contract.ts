// The HTTP contract of forms for pages without scripts, answers.
import * as z from 'zod/mini';
import { fileSchema } from './contract.ts';

/** A form to put into a page. */
export const uploadFormSchema = z.object({
  /** Its `action`; the method is `post`, the `enctype` `multipart/form-data`. */
  url: z.string(),
  /** Hidden fields, verbatim and in any order, all before the file input, whose name is `file`. */
  fields: z.record(z.string(), z.string()),
  /** The `accept` of the file input. */
  accept: z.string(),
  expiresAt: z.string(),
});

/** Answer of `POST /forms`; `form` is absent when a replayed request finds that its file has arrived or its form has expired. */
export const formResponseSchema = z.object({
  file: fileSchema,
  form: z.optional(uploadFormSchema),
});
export type FormResponse = z.infer<typeof formResponseSchema>;

// For backends that render pages: forms that upload without a script, and their HTML.
import { has, type IsAnswer, isFileResponse } from './answer-shapes.ts';
import type { FormRequest, FormResponse, UploadForm } from './form-contract.ts';
import { createSend } from './http.ts';
import { createServerClock } from './server-clock.ts';
import type { AirlockOptions } from './uploader.ts';

/** What issues forms. */
export interface UploadForms {
  /**
   * Issues a form for a file that is not known yet. Throws `AirlockRefusal` or `UnavailableError`. The same `idempotencyKey`
   * has the same form again when a page is loaded again, without a second reservation; the default is a new one for each call.
   */
  issue(request: FormRequest, options?: { idempotencyKey?: string }): Promise<FormResponse>;
}

/** Connects a backend to the API for forms. Nothing is sent before the first call. */
export function createUploadForms({ api, getToken }: AirlockOptions): UploadForms {
  const send = createSend(api, getToken, createServerClock());
  return {
    issue: (body, { idempotencyKey = crypto.randomUUID() } = {}) =>
      send(
        {
          method: 'POST',
          path: '/forms',
          body,
          headers: { 'idempotency-key': idempotencyKey },
        },
        isFormResponse,
      ),
  };
}

const isFormResponse: IsAnswer<FormResponse> = (body): body is FormResponse => {
  if (!isFileResponse(body)) return false;
  const { form } = body as FormResponse;
  return (
    form === undefined ||
    has(form, { url: 'string', fields: 'object', accept: 'string', expiresAt: 'string' })
  );
};

/** The form as HTML: its fields, a file input and a button, all text escaped. `label` and `button` are text, not HTML. */
export function renderUploadForm(
  { url, fields, accept }: UploadForm,
  { label = 'File', button = 'Upload' }: { label?: string; button?: string } = {},
): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) =>
      `  <input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return [
    `<form action="${escapeHtml(url)}" method="post" enctype="multipart/form-data">`,
    ...hidden,
    // S3 ignores every field after the file.
    `  <label>${escapeHtml(label)} <input type="file" name="file" accept="${escapeHtml(accept)}" required></label>`,
    `  <button type="submit">${escapeHtml(button)}</button>`,
    '</form>',
  ].join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

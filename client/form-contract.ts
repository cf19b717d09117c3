// The HTTP contract of forms for pages without scripts, as plain types.
import type { File, IssueRequest } from './contract.ts';

/** Body of `POST /forms`. */
export interface FormRequest
  extends Pick<
    IssueRequest,
    'collection' | 'replaces' | 'title' | 'caption' | 'metadata' | 'expiresAt' | 'owner'
  > {
  /** Most bytes that the file may have; counted against the quota until the file arrives. */
  maxBytes: number;
  /**
   * Address to which S3 redirects the browser after the upload, on one of the configured origins; its query gets the id as
   * `fileId`.
   */
  redirectTo: string;
  /** Content types or families such as `image/*`, of those that the collection takes. Default: all of them. */
  types?: string[] | undefined;
  /** The filename. Default: `upload` with the extension of the file's type. */
  filename?: string | undefined;
  /** Seconds that the form is valid, 60 to 3600. Default: `expiry.uploadSeconds` of the configuration. */
  expiresInSeconds?: number | undefined;
}

/** A form to put into a page. */
export interface UploadForm {
  /** Its `action`; the method is `post`, the `enctype` `multipart/form-data`. */
  url: string;
  /** Hidden fields, all before the file input, whose name is `file`. */
  fields: Record<string, string>;
  /** The `accept` of the file input. */
  accept: string;
  expiresAt: string;
}

/** Answer of `POST /forms`; `form` is absent when a repeated request finds that the file has arrived or the form has expired. */
export interface FormResponse {
  file: File;
  form?: UploadForm | undefined;
}

// The addresses of the page: one for each file.

/** The address of a file on the page. */
export const addressOf = (fileId: string): string => `/files/${fileId}`;

/** The id of the file at an address of the page. */
export const fileIdAt = (path: string): string | undefined =>
  /^\/files\/([\w-]+)\/?$/.exec(path)?.[1];

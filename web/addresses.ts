// The addresses of the page: one for each file.

/** The address of a file on the page. */
export const addressOf = (fileId: string): string => `/files/${fileId}`;

/** The id of the file at an address of the page. */
export const fileIdAt = (path: string): string | undefined =>
  /^\/files\/([\w-]+)\/?$/.exec(path)?.[1];

/** Whether an address is below that of the files, where the site answers every path with the page, and names no file. */
export const isNoPage = (path: string): boolean =>
  /^\/files\/+[^/]/.test(path) && fileIdAt(path) === undefined;

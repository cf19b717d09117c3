// What a caller may do with a file, as every answer about it says.

/** For each request about a file, whether the API accepts it from this caller while the file stays as it is. */
export type Permissions = {
  /** Downloading its content. */
  download: boolean;
  /** Changing title and caption. */
  edit: boolean;
  /** Making it public, or private again. */
  publish: boolean;
  /** Adding and removing grants and, once the file is ready, links. */
  share: boolean;
  delete: boolean;
  /** Uploading a new version of it. */
  replace: boolean;
};

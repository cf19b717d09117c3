// Patterns with `*` and `?` that also match slashes, as CloudFront's behaviors and `aws s3 sync` have them.

/** Turns a pattern into an expression that matches whole paths. */
export const toPattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );

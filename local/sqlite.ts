// Node's SQLite without the line that says it is experimental: the version of Node is pinned, so that nothing can change underneath.
const emitWarning = process.emitWarning;
process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
  if (!String(warning).includes('SQLite is an experimental feature')) emitWarning(warning, ...rest);
}) as typeof process.emitWarning;
const { DatabaseSync } = await import('node:sqlite');
process.emitWarning = emitWarning;

type DatabaseSync = InstanceType<typeof DatabaseSync>;

export { DatabaseSync };

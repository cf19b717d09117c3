// The child process of `startModule`: loads the given module, and calls the functions that messages name.
const module = await import(process.argv[2] ?? '');

process.on('message', async ({ name, parameters }: { name: string; parameters: unknown[] }) => {
  process.send?.({ value: await module[name](...parameters) });
});
process.on('disconnect', () => process.exit());

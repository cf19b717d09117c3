export const validateConfig = (value: unknown, _file: string) =>
  value as import('../lambdas/domain/config.ts').Config;

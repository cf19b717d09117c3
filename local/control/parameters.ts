// SSM's parameters as far as functions call it: kept in one file of the state directory, readable by its owner alone.
import { readFileSync, writeFileSync } from 'node:fs';

/** An answer of SSM's JSON protocol. */
export interface ParameterAnswer {
  readonly status: number;
  readonly body: object;
}

interface ParameterRequest {
  readonly Name: string;
  readonly Value?: string;
  readonly Type?: string;
  readonly Overwrite?: boolean;
}

type Parameters = Record<string, { readonly value: string; readonly type: string }>;

const error = (type: string, message: string): ParameterAnswer => ({
  status: 400,
  body: { __type: type, message },
});

/** Answers GetParameter, PutParameter and DeleteParameter; undefined for every other operation. */
export function openParameters(file: string) {
  const read = (): Parameters => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return {};
    }
  };
  const write = (parameters: Parameters) =>
    writeFileSync(file, JSON.stringify(parameters), { mode: 0o600 });

  return (operation: string, request: ParameterRequest): ParameterAnswer | undefined => {
    const parameters = read();
    const { Name } = request;
    const known = parameters[Name];
    switch (operation) {
      case 'GetParameter':
        if (!known) return error('ParameterNotFound', `Parameter ${Name} not found.`);
        return {
          status: 200,
          body: { Parameter: { Name, Type: known.type, Value: known.value, Version: 1 } },
        };
      case 'PutParameter': {
        if (known && !request.Overwrite)
          return error('ParameterAlreadyExists', 'The parameter already exists.');
        const parameter = { value: request.Value ?? '', type: request.Type ?? 'String' };
        write({ ...parameters, [Name]: parameter });
        return { status: 200, body: { Version: 1, Tier: 'Standard' } };
      }
      case 'DeleteParameter': {
        if (!known) return error('ParameterNotFound', `Parameter ${Name} not found.`);
        const { [Name]: _gone, ...rest } = parameters;
        write(rest);
        return { status: 200, body: {} };
      }
      default:
        return undefined;
    }
  };
}

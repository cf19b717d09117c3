// Estimates the length of a template's value after CloudFormation has resolved its references.

/** The most characters of a pseudo parameter's value. */
const pseudoParameters: Readonly<Record<string, number>> = {
  'AWS::AccountId': '111122223333'.length,
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'ap-southeast-1'.length,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
  'AWS::NoValue': 0,
};

/** Characters of an attribute, a name or an id that CloudFormation makes: an ARN with a name of 63 characters. */
const GENERATED_CHARACTERS = 110;

/** Characters of a value as JSON without white space, quotes and brackets included; a text alone counts without quotes. */
export const charactersOf = (value: unknown): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : jsonCharacters(value);

function jsonCharacters(value: unknown): number {
  if (Array.isArray(value)) {
    return between(value.map(jsonCharacters));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1) {
      const generated = generatedCharacters(only[0], only[1]);
      if (generated !== undefined) return QUOTES + generated;
    }
    return between(entries.map(([name, each]) => name.length + QUOTES + 1 + jsonCharacters(each)));
  }
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

const QUOTES = 2;

/** A pair of brackets, and a comma between each two. */
const between = (lengths: readonly number[]): number =>
  2 + Math.max(0, lengths.length - 1) + lengths.reduce((sum, length) => sum + length, 0);

/** Characters of an intrinsic function's result, without quotes; undefined for any other value. */
function generatedCharacters(name: string, argument: unknown): number | undefined {
  if (name === 'Ref') return pseudoParameters[String(argument)] ?? GENERATED_CHARACTERS;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, readonly unknown[]];
    if (!Array.isArray(parts)) return GENERATED_CHARACTERS;
    const separators = separator.length * Math.max(0, parts.length - 1);
    return parts.reduce<number>(
      (sum, part) =>
        sum + (typeof part === 'string' ? Buffer.byteLength(part) : jsonCharacters(part) - QUOTES),
      separators,
    );
  }
  return name.startsWith('Fn::') ? GENERATED_CHARACTERS : undefined;
}

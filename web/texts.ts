// The texts of the page in the chosen language.
import { english } from './texts/english.ts';
import type { englishHtml } from './texts/english-html.ts';

/** Every text of the page; each language has all of them. */
export type Texts = Widened<typeof english>;

/** The texts of the documents, which contain the English ones: loaded only for the other languages. */
export type HtmlTexts = Widened<typeof englishHtml>;

/** The shape of `Value` with any string in the place of each text. */
type Widened<Value> = Value extends string
  ? string
  : Value extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : Value extends undefined
      ? Value
      : { readonly [Key in keyof Value]: Widened<Value[Key]> };

interface Language {
  readonly texts: Texts;
  /** How numbers and times are written. */
  readonly locale: string | undefined;
}

let chosen: Language = { texts: english, locale: undefined };

/** The texts in the language of the page. */
export const texts = (): Texts => chosen.texts;

/** The locale of numbers and times; undefined for that of the browser. */
export const locale = (): string | undefined => chosen.locale;

/** Uses this language from now on. */
export function useLanguage(language: Language): void {
  chosen = language;
}

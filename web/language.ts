// Chooses the language of the page: as the user has chosen, else the first one of the browser that the page has.
import { find } from './dom.ts';
import { storageNamed } from './storage.ts';
import { english } from './texts/english.ts';
import { type HtmlTexts, type Texts, useLanguage } from './texts.ts';

const languages = {
  en: 'English',
  de: 'Deutsch',
} as const;

type Code = keyof typeof languages;

/** Where the choice is kept. */
const STORE = 'airlock-language';

const isCode = (code: string): code is Code => Object.hasOwn(languages, code);

/** The language for these preferences, the best first: `de` for `de-AT`, and English where the page has none of them. */
export const languageFor = (preferred: readonly string[]): Code =>
  preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isCode) ?? 'en';

/** Loads the chosen language, fills the document with its texts, and wires the choice at the end of the page. */
export async function startLanguage(): Promise<void> {
  const storage = storageNamed('localStorage');
  const wanted = languageFor([storage?.getItem(STORE) ?? '', ...navigator.languages]);
  const loaded = await load(wanted).catch(() => undefined);
  // Without the texts of another language the page is in English, which its documents contain.
  const code = loaded ? wanted : 'en';
  useLanguage({ texts: loaded?.texts ?? english, locale: localeFor(code) });
  if (loaded?.html) fillDocument(loaded.html);
  document.documentElement.lang = code;

  const choice = find(document, '#language', HTMLSelectElement);
  choice.append(...Object.entries(languages).map(optionFor));
  choice.value = code;
  choice.addEventListener('change', () => {
    try {
      storage?.setItem(STORE, choice.value);
    } catch {
      // Full: the language stays.
    }
    location.reload();
  });
}

async function load(code: Code): Promise<{ readonly texts: Texts; readonly html?: HtmlTexts }> {
  if (code === 'en') return { texts: english };
  const [{ german }, { germanHtml }] = await Promise.all([
    import('./texts/german.ts'),
    import('./texts/german-html.ts'),
  ]);
  return { texts: german, html: germanHtml };
}

/** The name of a language in that language. */
function optionFor([code, name]: readonly [string, string]): HTMLOptionElement {
  const option = new Option(name, code);
  option.lang = code;
  return option;
}

/** The browser's own variant of the language, such as `en-GB`. */
const localeFor = (code: Code): string =>
  navigator.languages.find((tag) => languageFor([tag]) === code && tag.startsWith(code)) ?? code;

const attributes = ['aria-label', 'placeholder'] as const;

/** Fills the elements that the build has marked, also those in templates. */
function fillDocument(html: HtmlTexts): void {
  const textOf = (name: string | null) => html[name as keyof typeof html];
  const templates = [...document.querySelectorAll('template')].map(({ content }) => content);
  for (const root of [document, ...templates]) {
    for (const element of root.querySelectorAll('[data-text]')) {
      element.textContent = textOf(element.getAttribute('data-text'));
    }
    for (const attribute of attributes) {
      for (const element of root.querySelectorAll(`[data-text-${attribute}]`)) {
        element.setAttribute(attribute, textOf(element.getAttribute(`data-text-${attribute}`)));
      }
    }
  }
}

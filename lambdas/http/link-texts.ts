// The texts of the page of a link, in the languages of the page.
import { bytesInWords } from '../domain/bytes-in-words.ts';
import { groupedDigits } from '../domain/grouped-digits.ts';
import type { LinkEnd } from '../domain/link.ts';

/** The texts of one language. */
export interface LinkTexts {
  readonly endings: Readonly<
    Record<LinkEnd | 'unknown', { readonly title: string; readonly text: string }>
  >;
  readonly askAgain: string;
  readonly sentBy: string;
  readonly size: string;
  readonly worksUntil: string;
  readonly downloadsLeft: string;
  readonly download: string;
  bytes(count: number): string;
  count(count: number): string;
  moment(iso: string): string;
}

const english: LinkTexts = {
  endings: {
    expired: {
      title: 'This link has expired',
      text: 'It worked for a limited time, which is over.',
    },
    used_up: {
      title: 'This link is used up',
      text: 'It worked for a limited number of downloads, and all of them were made.',
    },
    unknown: {
      title: 'This link does not work',
      text: 'It was revoked or has expired, its file was deleted, or its address is incomplete.',
    },
  },
  askAgain: 'Ask the person who sent it for a new one.',
  sentBy: 'Sent by',
  size: 'Size',
  worksUntil: 'Works until',
  downloadsLeft: 'Downloads left',
  download: 'Download',
  bytes: (count) => bytesInWords(count),
  count: groupedDigits,
  moment(iso) {
    const { day, month, year, time } = parts(iso);
    return `${day} ${englishMonths[month]} ${year} at ${time} UTC`;
  },
};

const german: LinkTexts = {
  endings: {
    expired: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Er galt für eine begrenzte Zeit, die vorüber ist.',
    },
    used_up: {
      title: 'Dieser Link ist aufgebraucht',
      text: 'Er galt für eine begrenzte Zahl von Downloads, die alle erfolgt sind.',
    },
    unknown: {
      title: 'Dieser Link funktioniert nicht',
      text: 'Er wurde widerrufen oder ist abgelaufen, seine Datei wurde gelöscht, oder seine Adresse ist unvollständig.',
    },
  },
  askAgain: 'Bitte die Person, von der du ihn hast, um einen neuen.',
  sentBy: 'Von',
  size: 'Größe',
  worksUntil: 'Gültig bis',
  downloadsLeft: 'Downloads übrig',
  download: 'Herunterladen',
  bytes: (count) =>
    count < 1024 ? `${count} ${count === 1 ? 'Byte' : 'Bytes'}` : bytesInWords(count, 'de'),
  count: (count) => groupedDigits(count).replaceAll(',', '.'),
  moment(iso) {
    const { day, month, year, time } = parts(iso);
    return `${day}. ${germanMonths[month]} ${year}, ${time} Uhr UTC`;
  },
};

const englishMonths = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

const germanMonths = [
  ...['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli'],
  ...['August', 'September', 'Oktober', 'November', 'Dezember'],
];

/** A time in UTC by its parts; without Intl, which takes long to load. */
function parts(iso: string) {
  const at = new Date(iso);
  const [day, month, year] = [at.getUTCDate(), at.getUTCMonth(), at.getUTCFullYear()];
  return { day, month, year, time: at.toISOString().slice(11, 16) };
}

const languages = { en: english, de: german } as const;

/** A language that the page of a link has. */
export type LinkLanguage = keyof typeof languages;

/** The texts of a language. */
export const linkTexts = (language: LinkLanguage): LinkTexts => languages[language];

/** The language that a browser prefers by its `Accept-Language` (RFC 9110, §12.5.4), else English. */
export function preferredLanguage(accepted: string | null): LinkLanguage {
  const ranges = (accepted ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((each) => each.startsWith('q='))?.slice('q='.length);
    return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
  });
  const [first] = ranges
    .filter(({ language, weight }) => Object.hasOwn(languages, language) && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return first?.language === 'de' ? 'de' : 'en';
}

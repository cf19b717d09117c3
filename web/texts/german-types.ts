// The names of content types in German, made from the English ones.

/** English names without a product before the noun, and phrases of another form. */
const whole: Readonly<Record<string, string>> = {
  'file of unknown type': 'Datei unbekannten Typs',
  'file of an old Office program': 'Datei eines alten Office-Programms',
  'encrypted Office document': 'verschlüsseltes Office-Dokument',
  'browser extension': 'Browser-Erweiterung',
  'disk image': 'Datenträgerabbild',
  'rich text document': 'RTF-Dokument',
  'mail message': 'E-Mail',
  'web font': 'Webschrift',
  'font collection': 'Schriftsammlung',
  'plain text file': 'Textdatei',
  'calendar file': 'Kalenderdatei',
  'contact file': 'Kontaktdatei',
  script: 'Skript',
  icon: 'Icon',
};

/** The ends of English names and their German forms as the second part of a compound; longer ends stand before their own ends. */
const ends: readonly (readonly [english: string, german: string])[] = [
  ['camera image', 'Kamerabild'],
  ['disk image', 'Datenträgerabbild'],
  ['image', 'Bild'],
  ['drawing', 'Zeichnung'],
  ['video', 'Video'],
  ['transport stream', 'Transportstrom'],
  ['audio file', 'Audiodatei'],
  ['subtitle file', 'Untertiteldatei'],
  ['registry file', 'Registrierungsdatei'],
  ['file', 'Datei'],
  ['text document', 'Textdokument'],
  ['document', 'Dokument'],
  ['book', 'Buch'],
  ['workbook', 'Arbeitsmappe'],
  ['spreadsheet', 'Tabelle'],
  ['table', 'Tabelle'],
  ['presentation', 'Präsentation'],
  ['show', 'Bildschirmpräsentation'],
  ['text template', 'Textvorlage'],
  ['spreadsheet template', 'Tabellenvorlage'],
  ['presentation template', 'Präsentationsvorlage'],
  ['template', 'Vorlage'],
  ['message', 'Nachricht'],
  ['font', 'Schrift'],
  ['model', 'Modell'],
  ['database', 'Datenbank'],
  ['installer archive', 'Installationsarchiv'],
  ['archive', 'Archiv'],
  ['help program', 'Hilfeprogramm'],
  ['program', 'Programm'],
  ['installer', 'Installationsprogramm'],
  ['package', 'Paket'],
  ['shortcut', 'Verknüpfung'],
  ['script', 'Skript'],
  ['extension', 'Erweiterung'],
  ['page', 'Seite'],
];

const WITH_MACROS = ' with macros';

/** An English name in German: `PNG-Bild` for `PNG image`. What is no name, such as `image/x-new`, stays as it is. */
export function germanType(name: string): string {
  if (Object.hasOwn(whole, name)) return whole[name] ?? name;
  if (name.endsWith(WITH_MACROS)) {
    return `${germanType(name.slice(0, -WITH_MACROS.length))} mit Makros`;
  }
  const [english, german] = ends.find(([end]) => name.endsWith(` ${end}`)) ?? [];
  if (english === undefined) return name;
  return `${name.slice(0, -english.length - 1).replaceAll(' ', '-')}-${german}`;
}

// The page's texts in German.
import type { Texts } from '../texts.ts';
import { counted } from './counted.ts';
import { germanFiles } from './german-files.ts';

const files = (count: number) => counted('de', count, { one: 'Datei', other: 'Dateien' });

/** The German texts. */
export const german: Texts = {
  ...germanFiles,
  page: {
    reload: 'Neu laden',
    dismiss: 'Ausblenden',
    signInAgain: 'Wieder anmelden',
    tryAgain: 'Noch einmal versuchen',
    noIssuer:
      'Der Anmeldedienst ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
    notOpened: 'Diese Seite kann nicht geöffnet werden',
    noConfig:
      'Diese Seite hat keine gültige /config.json und kennt deshalb ihre API nicht. Stelle sie noch einmal bereit.',
    noPage: 'Unter dieser Adresse gibt es keine Seite. Deine Dateien stehen unten.',
    noStorage:
      'Dieser Browser speichert nichts für diese Seite, deshalb kannst du dich nicht anmelden. Erlaube ihr Cookies und Websitedaten und lade die Seite neu.',
    noPart:
      'Ein Teil dieser Seite konnte nicht geladen werden. Prüfe deine Verbindung und lade die Seite neu.',
    signInFailed: 'Die Anmeldung ist fehlgeschlagen. Versuche es noch einmal.',
    sessionEnded: 'Deine Sitzung ist abgelaufen. Melde dich wieder an, um fortzufahren.',
    waiting: 'Das dauert länger als sonst…',
    waitingOffline: 'Du bist offline. Das geht weiter, sobald du wieder online bist.',
    offline: 'Du bist offline. Der Upload geht von selbst weiter, sobald du wieder online bist.',
    notUploaded: (name, reason) => `${name} wurde nicht hochgeladen. ${reason}`,
    deleted: (name) => `${name} wurde gelöscht.`,
    settled: (name, status, verdict) => `${name}: ${status}. ${verdict}`,
    settledTogether: (count, status) =>
      `${files(count)} ${count === 1 ? 'ist' : 'sind'} ${status.toLowerCase()}.`,
  },
  signOut: {
    question: 'Abmelden, während Dateien hochgeladen werden?',
    hint: 'Das Abmelden unterbricht die Uploads. Melde dich in diesem Browser wieder an, um sie fortzusetzen.',
    keep: 'Angemeldet bleiben',
    confirm: 'Abmelden',
  },
  title: {
    percent: (percent) => `${percent}\u00a0%`,
    validating: 'Wird geprüft',
    failed: (count) => `${count} nicht hochgeladen`,
  },
  list: {
    select: (name) => `${name} auswählen`,
    selected: (count) => `${files(count)} ausgewählt`,
    noneSelected: 'Alle angezeigten auswählen',
    download: (count) => `${count.toLocaleString('de')} herunterladen`,
    delete: (count) => `${count.toLocaleString('de')} löschen`,
    downloadOf: (name) => `${name} herunterladen`,
    detailsOf: (name) => `Details von ${name}`,
    typeNotKnown: 'Typ noch nicht bekannt',
    upTo: (size) => `bis zu ${size}`,
    uploadedAs: (type) => `hochgeladen als ${type}`,
    from: (owner) => `von ${owner}`,
    moreAdded: 'Weitere Dateien stehen in der Liste.',
    slow: 'Das Laden der Dateien dauert länger als sonst…',
    nothingYet: 'Noch nichts hier',
    nothingFound: 'Keine Datei passt',
    found: (count) => `${files(count)} gefunden.`,
    firstFound: (count) => `Die ersten ${files(count)} werden angezeigt.`,
    nothingFoundHint: 'Ändere die Suche oder die Filter.',
    mineHint:
      'Hier erscheinen Dateien, die du hochlädst, die neuesten zuerst, mit dem Ergebnis ihrer Prüfung.',
    sharedHint: (principal) =>
      `Hier erscheinen Dateien, die andere mit dir teilen. Sie teilen sie mit ${principal}.`,
    groupHint: (group) => `Hier erscheinen Dateien, die mit ${group} geteilt sind.`,
    withGroup: (group) => `Mit ${group}`,
    everyone: 'Von allen',
    everyoneHint: 'Hier erscheinen geprüfte Dateien aller in dieser Sammlung.',
  },
  filters: {
    ownerName: 'Name oder E-Mail des Besitzers',
    severalNamed: (name) =>
      `Mehrere Konten haben den Namen ${name}. Gib die E-Mail-Adresse des Besitzers ein.`,
    unknownOwner: (name) =>
      `Es gibt kein Konto mit dem Namen, der E-Mail-Adresse oder der ID ${name}. Prüfe die Schreibweise. Für ein Konto, das es nicht mehr gibt, gib user: und seine ID ein.`,
  },
  viewer: {
    opening: 'Die Datei wird geöffnet…',
    noPreview: (type) =>
      `Kein Browser zeigt diesen Dateityp hier an (${type}). Lade die Datei herunter, um sie zu öffnen.`,
    noHeic:
      'Dieser Browser zeigt HEIC nicht an, das Format von Handykameras. Lade das Bild herunter, um es zu öffnen, oder öffne diese Seite in Safari.',
    failed: 'Dieser Browser kann diese Datei nicht anzeigen. Lade sie herunter, um sie zu öffnen.',
  },
  deletion: {
    willDelete: (count) => `${files(count)} ${count === 1 ? 'wird' : 'werden'} gelöscht.`,
    undo: 'Rückgängig',
    undone: (count) => `${files(count)} behalten.`,
    deleted: (count) => `${files(count)} gelöscht.`,
    refused: (count, reason) => `${files(count)} nicht gelöscht. ${reason}`,
    question: (name) => `${name} löschen?`,
    hint: 'Die Datei wird endgültig gelöscht: Wer sie geteilt bekam, kann sie nicht mehr lesen, und ihre Links gelten nicht mehr.',
    keep: 'Behalten',
    confirm: 'Endgültig löschen',
  },
  download: { refused: (count, reason) => `${files(count)} nicht heruntergeladen. ${reason}` },
  collections: {
    empty:
      'Leere Dateien werden nicht angenommen. Prüfe das Original und lade es noch einmal hoch.',
    offer: (types, size) => `Nimmt ${types} bis ${size} an.`,
    offerAll: (limits) => `Nimmt ${limits} an.`,
    offerAny: (types) => `Nimmt ${types} in jeder Größe an.`,
    limit: (name, size) => `${name} bis ${size}`,
    noLimit: (name) => `${name} in jeder Größe`,
    moreTypes: (count) => `${count} weitere`,
    nothing: 'nichts',
  },
  usage: {
    of: (used, limit) => `${used} von ${limit}`,
    nearlyFull: 'Fast voll. Lösche Dateien, die du nicht mehr brauchst.',
    full: 'Voll. Lösche Dateien, die du nicht mehr brauchst.',
  },
  refusals: {
    one: (name, reason) => `${name} wurde nicht hochgeladen. ${reason}`,
    several: (count, reason) => `${files(count)} wurden nicht hochgeladen. ${reason}`,
    leftOut: (count, names) =>
      `${counted('de', count, { one: 'Systemdatei', other: 'Systemdateien' })} ausgelassen: ${names}.`,
    andOthers: (names) => `${names} und andere`,
  },
  edit: {
    draft: 'Noch nicht gespeichert: Das hast du vorhin eingegeben.',
    unchanged: 'Nichts zu speichern: Titel und Beschreibung sind unverändert.',
    saved: 'Gespeichert.',
    none: 'leer',
    conflict: 'Diese Datei wurde in einem anderen Tab geändert.',
    newestTitle: (title) => `Neuester Titel: ${title}`,
    newestCaption: (caption) => `Neueste Beschreibung: ${caption}`,
    conflictChoice:
      'Übernimm die neuesten Texte, oder speichere noch einmal, um deine zu behalten.',
  },
  publication: {
    public: 'Öffentlich: Wer die Adresse kennt, kann diese Datei sehen.',
    private:
      'Wieder privat: Die Adresse gilt nicht mehr. Ein Browser, der die Datei geladen hat, kann noch eine Kopie haben.',
    publishing: 'Wird veröffentlicht…',
    slow: 'Das Veröffentlichen dauert länger als sonst. Öffne diesen Dialog später noch einmal, um die Adresse zu sehen.',
    conflict:
      'Diese Datei wurde in einem anderen Tab geändert. Sieh sie dir an und versuche es noch einmal.',
  },
  sharing: {
    stop: 'Nicht mehr teilen',
    stopped: (name) => `Nicht mehr geteilt mit ${name}.`,
    shared: (name) => `Geteilt mit ${name}.`,
    sharedAlready: (name) => `${name} kann diese Datei schon lesen.`,
    sharedWhen: (when) => `${when} geteilt`,
    wrongPrincipal:
      'Gib user: und eine Benutzer-ID ein, oder group: und den Namen einer Gruppe, zum Beispiel user:bob.',
    isOwner: 'Diesem Benutzer gehört die Datei schon.',
    placeholder: 'name@example.com',
    hintForNames:
      'Gib die E-Mail-Adresse einer Person ein, oder group: und den Namen einer Gruppe. Sie dürfen die Datei lesen, sonst nichts.',
    noName: 'Gib die E-Mail-Adresse der Person ein, die die Datei lesen darf.',
    unknownName: (name: string) =>
      `Es gibt kein Konto mit dem Namen oder der E-Mail-Adresse ${name}. Prüfe die Schreibweise, und nimm die Adresse, mit der sich diese Person anmeldet.`,
    severalNamed: (name: string) =>
      `Mehrere Konten haben den Namen ${name}. Gib die E-Mail-Adresse ein, oder die ID, die diese Person im Kontomenü sieht.`,
    unknownId: (id: string) =>
      `Es gibt kein Konto mit der ID ${id}. Prüfe sie, oder gib die E-Mail-Adresse ein.`,
  },
  links: {
    revoke: 'Widerrufen',
    revoked: 'Widerrufen: Der Link gilt nicht mehr.',
    wrongUses: 'Max. Downloads: Gib eine Zahl von 1 bis 999999 ein, oder lass das Feld leer.',
    until: (moment) => `Bis ${moment}`,
    anyUses: 'beliebig viele Downloads',
    oneUse: 'ein Download',
    uses: (count) => `höchstens ${count} Downloads`,
    copied: 'Kopiert.',
    copyByHand: 'Der Text ist ausgewählt: Kopiere ihn von Hand.',
  },
  dashboard: {
    title: 'Dateien zum Hochladen',
    browse: 'Dateien auswählen',
    dropOrBrowse: '%{browseFiles} oder irgendwo ablegen oder einfügen',
    drop: 'Zum Hochladen ablegen',
    addMore: 'Hinzufügen',
    addMoreFiles: 'Mehr Dateien hinzufügen',
    back: 'Zurück',
    cancelAll: 'Alle abbrechen',
    pauseAll: 'Alle anhalten',
    resumeAll: 'Alle fortsetzen',
    retry: 'Wiederholen',
    pauseOne: 'Diese Datei anhalten',
    resumeOne: 'Diese Datei fortsetzen',
    retryOne: 'Wiederholen: noch einmal hochladen',
    cancelOne: '%{file} abbrechen',
    uploading: 'Wird hochgeladen',
    offline: 'Offline',
    timeLeft: 'noch %{time}',
    resumesOnline: 'geht weiter, sobald du wieder online bist',
    paused: 'Angehalten',
    complete: 'Fertig',
    notUploaded: 'Nicht hochgeladen',
    amountOfTotal: '%{complete} von %{total}',
    uploadedOne: '%{complete} von %{smart_count} Datei hochgeladen',
    uploadedSome: '%{complete} von %{smart_count} Dateien hochgeladen',
    interrupted: 'Unterbrochen',
    chooseOneAgain: 'Wähle die Datei noch einmal aus, um ihren Upload fortzusetzen.',
    chooseSomeAgain:
      'Wähle diese %{smart_count} Dateien noch einmal aus, um ihre Uploads fortzusetzen.',
    resuming: 'Der Upload wird fortgesetzt.',
    chooseAgain: 'Wartet auf die Datei: neu wählen',
    allowOne: 'Erlaube dieser Seite, die Datei noch einmal zu lesen; dann geht ihr Upload weiter.',
    allowSome:
      'Erlaube dieser Seite, diese %{smart_count} Dateien noch einmal zu lesen; dann gehen ihre Uploads weiter.',
    allow: 'Fortsetzen',
    reading: 'Die Datei wird gelesen…',
    validating: 'Die Datei wird geprüft…',
    scanning: 'Suche nach Schadsoftware…',
    waitingOffline: 'Offline. Der Upload geht weiter, sobald du wieder online bist.',
    waitingThrottled: 'Der Server ist ausgelastet. Der Upload geht von selbst weiter.',
    waitingNoAnswer: 'Der Server antwortet nicht. Der Upload geht von selbst weiter.',
    bytesLost: 'Wartet auf die Datei. Wähle sie noch einmal aus.',
  },
};

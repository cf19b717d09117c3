// The texts about files, verdicts and refusals in German.
import type { Texts } from '../texts.ts';
import { counted } from './counted.ts';
import { germanType } from './german-types.ts';

const save = 'Speichere sie in einem anderen Format und lade diese hoch.';

/** The German texts about files. */
export const germanFiles: Omit<Texts, GeneralText> = {
  quoted: (text) => `„${text}“`,
  rejections: {
    empty: 'Die Datei ist leer. Prüfe das Original und lade sie noch einmal hoch.',
    size_mismatch:
      'Es kamen nicht so viele Bytes an wie angekündigt. Lade die Datei noch einmal hoch.',
    type_unknown: `Der Inhalt hat keinen bekannten Typ. ${save}`,
    type_mismatch: 'Der Inhalt passt nicht zum angegebenen Typ. Wähle die richtige Datei.',
    type_not_allowed: `Diese Sammlung nimmt Dateien dieses Typs nicht an. ${save}`,
    macros: 'Das Dokument enthält Makros. Speichere es ohne Makros und lade dieses hoch.',
    dde: 'Das Dokument tauscht Daten mit anderen Programmen aus (DDE). Entferne diese Felder.',
    embedded_objects: 'Das Dokument enthält eingebettete Objekte. Entferne sie.',
    external_content: 'Das Dokument lädt Inhalte von anderswo. Bette sie ein oder entferne sie.',
    not_text: 'Der Inhalt ist kein Text. Wähle die richtige Datei.',
    malformed: `Der Aufbau der Datei ist fehlerhaft. ${save}`,
    image_too_large: 'Das Bild hat zu viele Pixel. Verkleinere es.',
    too_many_frames: 'Das Bild hat zu viele Einzelbilder. Kürze die Animation.',
    image_truncated: 'Das Bild ist unvollständig. Prüfe das Original und lade es noch einmal hoch.',
    image_contradictory: `Das Bild widerspricht sich in seinen Angaben. ${save}`,
    trailing_data: `Hinter dem Ende der Datei stehen weitere Daten. ${save}`,
    document_damaged: `Das Dokument ist beschädigt. ${save}`,
    pdf_active: 'Das PDF enthält Skripte oder Aktionen. Drucke es in ein neues PDF.',
    embedded_files: 'Das Dokument enthält andere Dateien. Entferne sie.',
    encrypted: 'Die Datei ist verschlüsselt. Speichere sie ohne Passwort.',
    archive_damaged: 'Das Archiv ist beschädigt. Packe es neu.',
    archive_bomb: 'Das Archiv wird ausgepackt zu groß. Packe weniger hinein.',
    media_truncated: 'Die Aufnahme ist unvollständig. Lade sie noch einmal hoch.',
    media_damaged: `Die Aufnahme ist beschädigt. ${save}`,
    active_content: `Die Datei enthält Code, der beim Öffnen läuft. ${save}`,
    unreadable: `Die Datei ist nicht lesbar. ${save}`,
    too_complex: `Die Datei ist zu aufwendig, um sie zu prüfen. ${save}`,
    collection_removed: 'Diese Sammlung gibt es nicht mehr. Wähle eine andere.',
    malware_found: 'In der Datei wurde Schadsoftware gefunden.',
    not_scannable: `Die Datei kann nicht auf Schadsoftware geprüft werden. ${save}`,
    scan_failed:
      'Die Prüfung auf Schadsoftware ist fehlgeschlagen. Lade die Datei noch einmal hoch.',
    scan_timed_out:
      'Die Prüfung auf Schadsoftware dauerte zu lange. Lade die Datei noch einmal hoch.',
  },
  typeNotAllowed: `Diese Sammlung nimmt Dateien dieses Typs nicht an. ${save}`,
  status: { pending: 'Ausstehend', ready: 'Bereit', rejected: 'Abgelehnt', deleted: 'Gelöscht' },
  verdict: {
    scanning:
      'Geprüft. Wartet auf die Suche nach Schadsoftware; vorher lässt sich die Datei nicht öffnen.',
    held: 'Die Datei konnte nicht auf Schadsoftware geprüft werden und wird zurückgehalten. Wende dich an die Administration, oder lösche sie und lade sie in einem anderen Format hoch.',
    lapsed: 'Die Datei kam nicht rechtzeitig an. Lade sie noch einmal hoch.',
    waiting: 'Wartet auf den Upload oder wird geprüft.',
    clean: 'Keine Schadsoftware gefunden.',
    matches: 'Geprüft: Der Inhalt passt zum Dateityp.',
    found: (detected) => `Geprüft: Der Inhalt ist vom Typ ${detected}.`,
    differs: (declared, detected) =>
      `Geprüft: hochgeladen als ${declared}, gespeichert als ${detected}.`,
    deleted: 'Die Datei wurde gelöscht.',
    rejected: 'Die Datei wurde abgelehnt. Wende dich an die Administration.',
  },
  refusal: {
    invalid: (wrong) =>
      `Die Anfrage ist ungültig (${wrong}). Berichtige sie und versuche es noch einmal.`,
    forbidden: 'Dazu fehlt dir die Berechtigung. Bitte die Administration um Zugang.',
    notFound: 'Diese Datei gibt es nicht, oder sie ist nicht mit dir geteilt.',
    wrongVersion: 'Die Seite und der Server haben verschiedene Versionen. Lade die Seite neu.',
    copyPrepared:
      'Diese Kopie des Bildes wird vorbereitet. Warte einen Moment und versuche es noch einmal.',
    noCopy: 'Eine solche Kopie dieses Bildes gibt es nicht.',
    notValidated:
      'Diese Datei wurde noch nicht geprüft. Warte einen Moment und versuche es noch einmal.',
    cannotOpen: (status) => `Diese Datei lässt sich nicht öffnen. Ihr Status: ${status}.`,
    conflict:
      'Die Datei wurde durch eine andere Anfrage geändert. Lade die Seite neu und versuche es noch einmal.',
    keyReused: 'Dieser Upload widerspricht einem früheren. Versuche es noch einmal.',
    expired: 'Die Zeit für diesen Upload ist abgelaufen. Lade die Datei noch einmal hoch.',
    gone: 'Der Speicher hat die Teile dieser Datei nicht mehr. Lade sie noch einmal hoch.',
    tooManyLinks: (limit) =>
      `Diese Datei hat ${limit} Links, mehr sind nicht möglich. Widerrufe einen und versuche es noch einmal.`,
    tooManyGrants: (limit) =>
      `Diese Datei ist mit ${limit} Personen und Gruppen geteilt, mehr sind nicht möglich. Entferne eine und versuche es noch einmal.`,
    listTooLong: (limit) =>
      `Nach Name oder Größe lassen sich Listen mit bis zu ${counted('de', limit, { one: 'Datei', other: 'Dateien' })} sortieren. Diese ist länger und bleibt nach der Zeit sortiert, die neuesten zuerst.`,
    incomplete: 'Einige Teile der Datei kamen nicht an. Versuche es noch einmal.',
    requestTooLarge: 'Die Anfrage ist zu groß. Kürze die Texte und versuche es noch einmal.',
    tooManyRequests: (seconds) =>
      `Zu viele Anfragen auf einmal. Versuche es in ${seconds <= 1 ? 'einer Sekunde' : `${seconds} Sekunden`} noch einmal.`,
    quotaFiles: (used, limit) =>
      `Du hast ${used} von ${limit} Dateien. Lösche eine, die du nicht mehr brauchst, und versuche es noch einmal.`,
    quotaWhole: (needed, limit) =>
      `Die Datei hat ${needed}, mehr als dein ganzes Kontingent von ${limit}. Lade eine kleinere hoch.`,
    quotaFull: (used, limit, needed) =>
      `Dein Kontingent ist voll: ${used} von ${limit} sind belegt, gebraucht werden ${needed}. Lösche Dateien und versuche es noch einmal.`,
    tooLarge: (size, limit) =>
      `Die Datei hat ${size}; hier sind höchstens ${limit} erlaubt. Lade eine kleinere hoch oder wähle eine andere Sammlung.`,
    allTooLarge: (limit) =>
      `Hier sind höchstens ${limit} erlaubt. Lade eine kleinere Datei hoch oder wähle eine andere Sammlung.`,
    noTaker: (kind) => `Keine Sammlung nimmt Dateien dieses Typs an (${kind}). ${save}`,
    noExtension: 'ohne Endung',
    unreachable:
      'Airlock ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
    busy: 'Airlock ist ausgelastet oder gestört. Versuche es gleich noch einmal.',
    unexpected:
      'Auf dieser Seite ist ein unerwarteter Fehler aufgetreten. Lade sie neu und versuche es noch einmal.',
    storage: (code) => `Der Speicher hat die Datei abgelehnt${code}. Versuche es noch einmal.`,
    unreadable:
      'Die Datei ist nicht mehr lesbar. Sie wurde geändert oder verschoben; wähle sie noch einmal aus.',
    notArrived: 'Die Datei kam nicht an. Versuche es noch einmal.',
  },
  time: {
    justNow: 'gerade eben',
    minutes: (count) => (count === 1 ? 'vor einer Minute' : `vor ${count} Minuten`),
    hours: (count) => (count === 1 ? 'vor einer Stunde' : `vor ${count} Stunden`),
    today: 'heute',
    yesterday: 'gestern',
    days: (count) => `vor ${count} Tagen`,
    todayAt: (clock) => `heute, ${clock}`,
    bytes: (count) => `${count} Byte`,
  },
  facts: {
    status: 'Status',
    filename: 'Dateiname',
    fileId: 'Datei-ID',
    type: 'Typ',
    uploadedAs: 'Hochgeladen als',
    size: 'Größe',
    claimedSize: 'Angekündigte Größe',
    picture: 'Bild',
    place: 'Ort',
    document: 'Dokument',
    contents: 'Inhalt',
    structure: 'Aufbau',
    scan: 'Schadsoftware',
    encoding: 'Zeichensatz',
    sha256: 'SHA-256',
    checksum: 'Prüfsumme',
    validated: 'Geprüft',
    collection: 'Sammlung',
    owner: 'Besitzer',
    uploaded: 'Hochgeladen',
    deletedAt: 'Wird gelöscht',
    arrived: (declared, arrived) => `${declared} Byte, davon kamen ${arrived ?? 'keine'} an`,
  },
  types: {
    plain: germanType,
    withArticle: (name) => germanType(name),
  },
  evidence: {
    pixels: (width, height) => `${width} × ${height} Pixel`,
    frames: (count, hasMore) => `${count} Einzelbilder${hasMore ? ' oder mehr' : ''}`,
    turned: 'gedreht oder gespiegelt gespeichert',
    location: 'das Bild enthält den Ort der Aufnahme',
    locationRemoved:
      'nur das hochgeladene Bild enthält den Ort der Aufnahme; Downloads enthalten ihn nicht',
    script: 'enthält Skripte',
    macro: 'enthält Makros',
    launch: 'startet Programme',
    automatic_action: 'handelt beim Öffnen',
    dde: 'tauscht Daten mit anderen Programmen aus',
    embedded_file: 'enthält andere Dateien',
    embedded_object: 'enthält eingebettete Objekte',
    external_content: 'lädt Inhalte von anderswo',
    encrypted: 'verschlüsselt',
    entries: (count) => counted('de', count, { one: 'Eintrag', other: 'Einträge' }),
    unpacked: (size) => `${size} ausgepackt`,
    nested: (count) => counted('de', count, { one: 'Archiv darin', other: 'Archive darin' }),
    foreign: (kind, at) => `${kind} bei Byte ${at}`,
    scan: (outcome, engine) => `${outcome} laut ${engine}`,
    scanOutcomes: {
      clean: 'sauber',
      infected: 'befallen',
      unsupported: 'nicht prüfbar',
      failed: 'fehlgeschlagen',
      timed_out: 'Zeit abgelaufen',
    },
    ofParts: (checksum) => `${checksum}, über die Prüfsummen der Teile`,
    allRead: 'alle Bytes gelesen',
    read: (read, size) => `${read} von ${size} gelesen`,
  },
};

/** The texts that are in german.ts. */
type GeneralText =
  | 'page'
  | 'signOut'
  | 'title'
  | 'list'
  | 'filters'
  | 'viewer'
  | 'deletion'
  | 'download'
  | 'collections'
  | 'usage'
  | 'refusals'
  | 'edit'
  | 'publication'
  | 'sharing'
  | 'links'
  | 'dashboard';

/** What the platform itself says in mails; everything else is the package's. */
export type Words = {
  /** The language of these words, BCP 47. */
  readonly language: string;
  /** Subject where the package's own message stays in the inbox. */
  readonly subject: (title: string, number: string) => string;
  readonly greeting: string;
  readonly news: (title: string, number: string) => string;
  readonly whereToRead: (number: string) => string;
  readonly link: string;
  readonly safety: string;
  readonly automatic: string;
};

const GERMAN: Words = {
  language: 'de',
  subject: (title, number) => `Neue Nachricht zu „${title}“: ${number}`,
  greeting: 'Guten Tag,',
  news: (title, number) => `es gibt eine neue Nachricht zu „${title}“, Nummer ${number}.`,
  whereToRead: (number) =>
    `Auf der Statusseite lesen Sie alle Nachrichten und Bescheide. Sie brauchen dafür die Nummer ${number} und den Zugangscode von Ihrer Eingangsbestätigung.`,
  link: 'Zur Statusseite',
  safety: 'Wir fragen Sie nie per E-Mail nach Ihrem Zugangscode, Ihrem Konto oder einem Passwort.',
  automatic: 'Diese E-Mail hat ein Programm geschrieben.',
};

const EASY: Words = {
  language: 'de-x-leicht',
  subject: (title, number) => `Neue Nachricht: ${title}, ${number}`,
  greeting: 'Guten Tag,',
  news: (title, number) => `es gibt eine neue Nachricht für Sie. Es geht um: ${title}. Die Nummer ist: ${number}.`,
  whereToRead: (number) =>
    `Sie können die Nachricht im Internet lesen. Sie brauchen dafür 2 Dinge: die Nummer ${number} und Ihr Geheim-Wort. Das Geheim-Wort haben Sie beim Absenden bekommen.`,
  link: 'Hier lesen Sie die Nachricht',
  safety: 'Wir fragen Sie nie in einer E-Mail nach Ihrem Geheim-Wort. Wir fragen auch nie nach Ihrem Konto.',
  automatic: 'Diese E-Mail hat ein Computer geschrieben.',
};

const ENGLISH: Words = {
  language: 'en',
  subject: (title, number) => `New message about “${title}”: ${number}`,
  greeting: 'Hello,',
  news: (title, number) => `there is a new message about “${title}”, number ${number}.`,
  whereToRead: (number) =>
    `You can read all messages and decisions on the status page. You need the number ${number} and the access code from your receipt.`,
  link: 'Go to the status page',
  safety: 'We never ask by e-mail for your access code, your bank account or a password.',
  automatic: 'This e-mail was written by a program.',
};

/** Wording in the applicant's language; English where the platform does not speak it. */
export const wordsFor = (language: string): Words => {
  if (language === 'de') return GERMAN;
  return language === 'de-x-leicht' ? EASY : ENGLISH;
};

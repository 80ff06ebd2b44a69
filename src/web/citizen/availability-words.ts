import type { Language } from '#definition';

const DE = {
  until: 'Geöffnet bis {day}, {time} Uhr. Wer bis dahin begonnen hat, hat danach noch {grace} Minuten zum Absenden.',
  left: 'Noch {left} Plätze',
  notyet: 'Der Dienst ist noch nicht geöffnet',
  notyetText: 'Sie können ab {day}, {time} Uhr anfangen. Vorher müssen Sie nichts tun.',
  ended: 'Die Zeit ist abgelaufen',
  endedText:
    'Anfangen konnte man bis {day}, {time} Uhr. Wer vorher begonnen hat, kann noch bis {finish} Uhr absenden. Fragen beantwortet Ihnen {authority}, Telefon {phone}.',
  overText: 'Absenden konnte man bis {day}, {time} Uhr. Fragen beantwortet Ihnen {authority}, Telefon {phone}.',
  full: 'Alle Plätze sind vergeben',
  fullText:
    'Es gab {quota} Plätze. Wer schon begonnen hat, kann noch absenden. Fragen beantwortet Ihnen {authority}, Telefon {phone}.',
};
type AvailabilityWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: AvailabilityWords = {
  until: 'Sie können bis {day}, {time} Uhr anfangen.\nDanach haben Sie noch {grace} Minuten Zeit zum Absenden.',
  left: 'Es gibt noch {left} Plätze',
  notyet: 'Es geht noch nicht los',
  notyetText: 'Sie können ab {day}, {time} Uhr anfangen.\nVorher müssen Sie nichts machen.',
  ended: 'Die Zeit ist vorbei',
  endedText:
    'Man konnte bis {day}, {time} Uhr anfangen.\nHaben Sie vorher angefangen? Dann können Sie noch bis {finish} Uhr absenden.\nHaben Sie Fragen? Rufen Sie an: {authority}, Telefon {phone}.',
  overText: 'Man konnte bis {day}, {time} Uhr absenden.\nHaben Sie Fragen? Rufen Sie an: {authority}, Telefon {phone}.',
  full: 'Es gibt keine Plätze mehr',
  fullText:
    'Es gab {quota} Plätze.\nHaben Sie schon angefangen? Dann können Sie noch absenden.\nHaben Sie Fragen? Rufen Sie an: {authority}, Telefon {phone}.',
};

const EN: AvailabilityWords = {
  until: 'Open until {day}, {time}. Whoever has started by then has another {grace} minutes to send.',
  left: '{left} places left',
  notyet: 'This service is not open yet',
  notyetText: 'You can start from {day}, {time}. There is nothing to do before.',
  ended: 'The time is over',
  endedText:
    'One could start until {day}, {time}. Whoever started before can still send until {finish}. If you have questions: {authority}, telephone {phone}.',
  overText: 'One could send until {day}, {time}. If you have questions: {authority}, telephone {phone}.',
  full: 'All places are taken',
  fullText:
    'There were {quota} places. Whoever has started can still send. If you have questions: {authority}, telephone {phone}.',
};

/** The words about opening time and places; German where a language has none yet. */
export const availabilityWords = (language: Language): AvailabilityWords =>
  language === 'en' ? EN : language === 'de-x-leicht' ? LEICHT : DE;

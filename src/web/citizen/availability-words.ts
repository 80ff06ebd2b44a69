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
  unlimited: 'Die Reihenfolge spielt keine Rolle',
  'first-come': 'Es zählt, wann Ihre Angaben bei uns eingehen',
  draw: 'Das Los entscheidet, nicht die Reihenfolge',
  drawTitle: 'So können Sie die Ziehung nachprüfen',
  drawText:
    'Aus einem geheimen Startwert und einem öffentlichen Wert ({beacon}) ergibt sich nach dem Ende die Reihenfolge. Den Startwert haben wir schon festgelegt. Das ist seine Prüfsumme (SHA-256):',
  drawSince: 'Angekündigt am {day} um {time} Uhr.',
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
  unlimited: 'Es ist egal, wann Sie absenden',
  'first-come': 'Wer früher absendet, ist früher dran',
  draw: 'Das Los entscheidet.\nEs ist egal, wann Sie absenden',
  drawTitle: 'So können Sie die Auslosung prüfen',
  drawText:
    'Die Reihenfolge wird ausgelost.\nDafür gibt es eine geheime Zahl.\nUnd es gibt eine Zahl, die alle kennen: {beacon}.\nDie geheime Zahl steht schon fest.\nDamit können Sie das später prüfen:',
  drawSince: 'Das steht hier seit {day}, {time} Uhr.',
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
  unlimited: 'The order does not matter',
  'first-come': 'What counts is when your answers reach us',
  draw: 'Lots decide, not the order',
  drawTitle: 'How you can check the draw',
  drawText:
    'After the end, the order follows from a secret seed and a public value ({beacon}). The seed has already been fixed. This is its checksum (SHA-256):',
  drawSince: 'Announced on {day} at {time}.',
};

/** The words about opening time and places; German where a language has none yet. */
export const availabilityWords = (language: Language): AvailabilityWords =>
  language === 'en' ? EN : language === 'de-x-leicht' ? LEICHT : DE;

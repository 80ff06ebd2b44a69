import type { Language } from '#definition';

const DE = {
  ask: 'Eine Kopie auf diesem Gerät aufbewahren, bis alles angekommen ist',
  askHint:
    'Dann geht nichts verloren, wenn der Strom oder die Verbindung ausfällt. Bitte nicht an Geräten, die auch andere benutzen: Wer das Gerät hat, kann die Angaben öffnen.',
  foundTitle: 'Auf diesem Gerät liegt eine Kopie Ihrer Angaben',
  foundText:
    'Sie können dort weitermachen. Wenn Sie neu beginnen und wieder eine Kopie aufbewahren, ersetzt sie diese.',
  goOn: 'Weitermachen',
  remove: 'Kopie auf diesem Gerät löschen',
  sendingTitle: 'Ihre Angaben werden gesendet',
  sending: 'Bitte lassen Sie diese Seite offen, bis die Eingangsbestätigung erscheint.',
  offline:
    'Es gibt gerade keine Verbindung. Wir versuchen es von selbst wieder, bis die Eingangsbestätigung erscheint. Mehrmals gesendet wird trotzdem nur einmal angenommen.',
  keep: 'Auf diesem Gerät aufbewahren und später senden',
  kept: 'Aufbewahrt. Sie können die Seite schließen. Wenn Sie diesen Dienst auf diesem Gerät wieder öffnen, senden wir weiter.',
  busy: 'Gerade senden sehr viele. Wir versuchen es von selbst wieder. Sie verlieren nichts.',
};

type OutboxWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: OutboxWords = {
  ask: 'Meine Antworten auf diesem Gerät merken, bis sie angekommen sind',
  askHint: 'Dann geht nichts verloren. Bitte machen Sie das nicht, wenn auch andere Menschen das Gerät benutzen.',
  foundTitle: 'Auf diesem Gerät sind noch Antworten von Ihnen',
  foundText: 'Sie können damit weiter-machen.',
  goOn: 'Weiter-machen',
  remove: 'Antworten auf diesem Gerät löschen',
  sendingTitle: 'Ihre Antworten werden gesendet',
  sending: 'Bitte lassen Sie diese Seite offen.',
  offline: 'Es gibt gerade kein Internet. Wir versuchen es immer wieder. Bitte lassen Sie diese Seite offen.',
  keep: 'Auf diesem Gerät merken und später senden',
  kept: 'Die Antworten sind auf diesem Gerät. Sie können die Seite schließen. Öffnen Sie die Seite später wieder. Dann senden wir die Antworten.',
  busy: 'Im Moment senden sehr viele Menschen. Wir versuchen es immer wieder. Bitte warten Sie.',
};

const EN: OutboxWords = {
  ask: 'Keep a copy on this device until everything has arrived',
  askHint:
    'Then nothing is lost if power or connection fail. Please do not on devices that others use too: whoever has the device can open the answers.',
  foundTitle: 'There is a copy of your answers on this device',
  foundText: 'You can continue from there. If you start anew and keep a copy again, it replaces this one.',
  goOn: 'Continue',
  remove: 'Delete the copy on this device',
  sendingTitle: 'Your answers are being sent',
  sending: 'Please leave this page open until the receipt appears.',
  offline:
    'There is no connection right now. We keep trying until the receipt appears. However often it is sent, it is accepted once.',
  keep: 'Keep on this device and send later',
  kept: 'Kept. You can close the page. When you open this service again on this device, we go on sending.',
  busy: 'Very many people are sending right now. We keep trying. You lose nothing.',
};

const WORDS: Partial<Record<Language, OutboxWords>> = { de: DE, 'de-x-leicht': LEICHT, en: EN };

/** The words of the outbox; German where a language has none yet. */
export const outboxWords = (language: Language): OutboxWords => WORDS[language] ?? DE;

import type { OfficeLanguage } from './deps.ts';

const DE = {
  title: 'Live-Last',
  intro: 'Was gerade hereinkommt und wie schnell es gesichert wird. Nur Zahlen.',
  asOf: (time: string) => `Stand ${time} Uhr`,
  live: 'Aktualisiert sich von selbst.',
  reload: 'Jetzt aktualisieren',
  follow: 'Alle 10 Sekunden aktualisieren',
  unfollow: 'Nicht mehr von selbst aktualisieren',
  perMinute: 'Eingänge in der letzten vollen Minute',
  now: 'Eingänge in dieser Minute',
  waiting: 'Warten auf Sicherung',
  unopened: 'Gesichert, noch kein Vorgang',
  backlog: 'Vorgänge zu entscheiden',
  commit: 'Dauer einer Sicherung',
  shed: 'Abgewiesen oder in die Warteschlange (letzte Stunde)',
  failed: 'Nicht angenommen (letzte Stunde)',
  repeated: 'Wiederholt gesendet',
  minute: 'Minute',
  accepted: 'Eingänge',
  none: 'In der letzten Stunde ist nichts eingegangen.',
  atLeast: (count: string) => `${count} oder mehr`,
  ms: (value: string) => `${value} ms`,
  lastHour: 'Letzte Stunde, nach Minuten',
};
export type LoadWords = typeof DE;

const EN: LoadWords = {
  title: 'Live load',
  intro: 'What is coming in and how fast it is made safe. Figures only.',
  asOf: (time) => `As of ${time}`,
  live: 'Updates by itself.',
  reload: 'Update now',
  follow: 'Update every 10 seconds',
  unfollow: 'Stop updating by itself',
  perMinute: 'Received in the last full minute',
  now: 'Received in this minute',
  waiting: 'Waiting to be made safe',
  unopened: 'Safe, not a case yet',
  backlog: 'Cases to decide',
  commit: 'Time to make safe',
  shed: 'Turned away or sent to the line (last hour)',
  failed: 'Not accepted (last hour)',
  repeated: 'Sent again',
  minute: 'Minute',
  accepted: 'Received',
  none: 'Nothing was received in the last hour.',
  atLeast: (count) => `${count} or more`,
  ms: (value) => `${value} ms`,
  lastHour: 'Last hour, by minute',
};

export const loadWords = (language: OfficeLanguage): LoadWords => (language === 'en' ? EN : DE);

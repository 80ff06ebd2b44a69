import { readFileSync } from 'node:fs';
import { type Html, html } from '#lib/html.ts';
import { addAsset, alert, layout } from '#web/design/index.ts';
import type { Person } from './people.ts';

const STYLES = addAsset('identity', 'css', readFileSync(new URL('./identity.css', import.meta.url), 'utf8'));

const shell = (title: string, body: Html): Html =>
  layout({
    language: 'de',
    title,
    service: { href: '#inhalt', text: 'Anmeldedienst der Vorführung' },
    banner: 'Nur für die Vorführung: Die Personen sind erfunden, ein Passwort gibt es nicht.',
    styles: [STYLES],
    footer: [],
    body: html`<h1 class="kern-heading-large">${title}</h1>${body}`,
  });

const choice = (person: Person): Html =>
  html`<li><button type="submit" name="subject" value="${person.subject}"><b>${person.name}</b><span>${person.about ?? person.email}</span></button></li>`;

/** Lists the demonstration people; a click on one signs in as that person. */
export const choosePage = (uid: string, people: readonly Person[]): Html =>
  shell(
    'Als wer möchten Sie sich anmelden?',
    html`<form method="post" action="/interaction/${uid}"><ul class="ki-people">${people.map(choice)}</ul></form>`,
  );

/** What went wrong at the provider, in its own words. */
export const errorPage = (message: string): Html =>
  shell('Anmeldung nicht möglich', alert({ tone: 'warning', title: message }));

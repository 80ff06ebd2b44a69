import { type Html, html } from '#lib/html.ts';
import type { Person } from './people.ts';

const shell = (title: string, body: Html): Html => html`<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`;

const choice = (uid: string, person: Person): Html => html`<li>
<form method="post" action="/interaction/${uid}"><button name="subject" value="${person.subject}">
<b>${person.name}</b> <span>${person.about ?? person.email}</span></button></form></li>`;

/** Lists the demonstration people; a click on one signs in as that person. */
export const choosePage = (uid: string, people: readonly Person[]): Html =>
  shell('Anmelden als …', html`<ul>${people.map((person) => choice(uid, person))}</ul>`);

/** What went wrong at the provider, in its own words. */
export const errorPage = (message: string): Html => shell('Anmeldung nicht möglich', html`<p>${message}</p>`);

import type { Authority } from '#authority';
import type { CompiledService, Texts } from '#definition';
import { textsFor } from '#form';
import { type Html, html } from '#lib/html.ts';
import { descriptionList, heading, link, paragraphs } from '#web/design/index.ts';
import { type LegalWords, legalWords } from './legal-words.ts';
import { frame, type ServiceVisit, serviceBase, type Visit } from './visit.ts';
import { fill } from './words.ts';

const contact = (authority: Authority, words: LegalWords): Html =>
  html`<address class="kd-address"><strong>${authority.name}</strong><br>${authority.street}<br>${authority.postalCode} ${authority.city}<br>${words.phone}: ${link(`tel:${authority.phone.replace(/[^\d+]/g, '')}`, authority.phone)}<br>${words.email}: ${link(`mailto:${authority.email}`, authority.email)}</address>`;

const section = (title: string, body: Html): Html => html`${heading(2, title)}${body}`;

/** § 5 DDG: who offers this. */
export const imprintPage = (visit: Visit, authority: Authority): string => {
  const words = legalWords(visit.language);
  return frame(visit, {
    title: words.imprint,
    authority,
    here: `/${authority.id}/impressum`,
    body: html`${heading(1, words.imprint)}${section(words.provider, contact(authority, words))}${section(words.represented, html`<p class="kern-body">${authority.signatory}</p>`)}`,
  });
};

const printPeriod = (period: string, words: LegalWords): string => {
  const [, n = '', unit = 'Y'] = /^P(\d+)([DMY])$/.exec(period) ?? [];
  if (unit !== 'D' && unit !== 'M' && unit !== 'Y') return period;
  const [one = '', many = ''] = words.period[unit];
  return fill(n === '1' ? one : many, { n });
};

/** Fields asked for a purpose, by their labels. */
const labelsFor = (compiled: CompiledService, texts: Texts, purpose: string): string => {
  const [first] = Object.keys(compiled.service.privacy.purposes);
  return compiled.pages
    .flatMap(({ fields }) => fields.map(({ field }) => field))
    .filter((field) => field.kind !== 'note' && (field.purpose ?? first) === purpose)
    .map(({ id }) => texts.fields[id]?.label ?? id)
    .join('\n');
};

/** Art. 13 DSGVO, made from the package: each purpose with basis, retention and the data asked for it. */
export const privacyPage = (visit: ServiceVisit): string => {
  const words = legalWords(visit.language);
  const { compiled, authority } = visit.installed;
  const texts = textsFor(compiled, visit.language);
  const { purposes, retention } = compiled.service.privacy;
  const tables = Object.entries(purposes).map(
    ([id, { basis, retention: period }]) =>
      html`<div class="kd-entry">${descriptionList([
        { label: words.purpose, value: texts.purposes[id] ?? id },
        { label: words.basis, value: basis },
        { label: words.retention, value: printPeriod(retention[period] ?? '', words) },
        { label: words.data, value: labelsFor(compiled, texts, id) },
      ])}</div>`,
  );
  const automated = compiled.service.decide?.automatic ? words.automatedText : words.automatedNone;
  return frame(visit, {
    title: words.privacy,
    here: `${serviceBase(visit)}/datenschutz`,
    body: html`${heading(1, words.privacy)}<p class="kern-body kd-lead">${words.privacyLead}</p>
${section(words.controller, contact(authority, words))}
${section(words.officer, html`<p class="kern-body">${authority.dataProtection}</p>`)}
${section(words.purposes, html`<div class="kd-stack">${tables}</div>`)}
${section(words.must, paragraphs(words.mustText))}
${section(words.automated, paragraphs(automated))}
${section(words.stored, paragraphs(words.storedText))}
${section(words.rights, paragraphs(words.rightsText))}`,
  });
};

/** The statement that § 12b BGG and the Länder's laws ask for. */
export const accessibilityPage = (visit: Visit, authority: Authority | undefined): string => {
  const words = legalWords(visit.language);
  return frame(visit, {
    title: words.accessibility,
    authority,
    here: authority ? `/${authority.id}/barrierefreiheit` : '/barrierefreiheit',
    body: html`${heading(1, words.accessibility)}${paragraphs(words.accessibilityText)}
${section(words.limits, paragraphs(words.limitsText))}
${section(words.report, html`${paragraphs(words.reportText)}${authority && contact(authority, words)}`)}
${section(words.enforcement, paragraphs(words.enforcementText))}`,
  });
};

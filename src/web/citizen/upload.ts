import type { Context } from 'hono';
import type { CompiledField, FieldOf } from '#definition';
import {
  type Answers,
  type Attachment,
  attachmentsOf,
  type Entered,
  enteredOf,
  type FormProblem,
  printAttachment,
  textsFor,
  withoutAttachments,
} from '#form';
import { keepAttachments, receiveAttachment } from '#intake';
import type { CitizenDeps } from './deps.ts';
import { type Envelope, openEnvelope, type Place } from './envelope.ts';
import { asksFiles, printTypes } from './file-control.ts';
import type { Post } from './journey.ts';
import { laterWords } from './later-words.ts';
import { type FilePart, type Pair, readMultipart } from './multipart.ts';
import { uploadWords } from './upload-words.ts';
import type { ServiceVisit } from './visit.ts';
import { fill } from './words.ts';

/** Most bytes of one post with files, and most files that a journey may have waiting. */
const MOST_BYTES = 110 << 20;
const MOST_PLAIN = 1 << 20;
const MOST_FILES = 60;
const MEGABYTE = 1 << 20;

/** Says of a problem that a file could not be taken now. */
export const CROWD = 'answer.file.crowd';

/** The key of a control's texts: its path without the numbers of entries. */
const keyOf = (path: string): string => path.replace(/\.\d+(?=\.)/g, '');

const findField = (fields: readonly CompiledField[], key: string): FieldOf<'file'> | undefined => {
  for (const { field, item } of fields) {
    if (field.kind === 'file' && field.id === key) return field;
    if (key.startsWith(`${field.id}.`)) return findField(item, key.slice(field.id.length + 1));
  }
  return undefined;
};

/** The name as the officer will see it: no path, nothing invisible, with the ending of what it is. */
const cleanName = (given: string, type: string): string => {
  const plain = given
    .normalize('NFC')
    .replace(/[\p{C}/\\]/gu, '')
    .trim()
    .slice(-100);
  const ending = { 'application/pdf': /\.pdf$/i, 'image/png': /\.png$/i }[type] ?? /\.jpe?g$/i;
  const proper = { 'application/pdf': '.pdf', 'image/png': '.png' }[type] ?? '.jpg';
  const stem = plain.replace(/^\.+/, '') || 'datei';
  return ending.test(stem) ? stem : `${stem}${proper}`;
};

/** A post with what it brought: files that are stored now, and what is wrong with others. */
export type Arrived = {
  readonly pairs: readonly Pair[];
  readonly files: readonly { readonly path: string; readonly attachment: Attachment }[];
  readonly problems: readonly FormProblem[];
};

type Intake = {
  readonly visit: ServiceVisit;
  readonly deps: CitizenDeps;
  readonly step: string;
};

/** Files are turned away by what they are worth, once for the whole post and before anything of them is stored. */
const makeShedding = ({ admission }: CitizenDeps): (() => boolean) => {
  let isShed: boolean | undefined;
  return () => {
    isShed ??= admission.sheds('upload');
    return isShed;
  };
};

/** A stream that remembers whether it was what failed: then nobody is there any more to be told. */
const watch = (source: AsyncIterable<Uint8Array>) => {
  let isBroken = false;
  const pass = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      isBroken = true;
      throw error;
    }
  };
  return { source: pass(), isBroken: () => isBroken };
};

/** Stores the files of one post as they come. */
const makeTaker = ({ visit, deps, step }: Intake, place: Place) => {
  const { compiled, authority, installation } = visit.installed;
  const files: { path: string; attachment: Attachment }[] = [];
  const problems: FormProblem[] = [];
  const fields = compiled.pages.find(({ id }) => id === step)?.fields ?? [];
  const texts = textsFor(compiled, visit.language);
  let envelope: Envelope | undefined;

  const sheds = makeShedding(deps);
  const turnAway = (path: string, field: FieldOf<'file'>, name: string) => {
    const words = laterWords(visit.language);
    const label = texts.fields[keyOf(path)]?.label ?? field.id;
    const mayFollow = path === field.id && (field.later === 'always' || (field.later === 'load' && visit.level > 0));
    // A line for each sentence; only Leichte Sprache shows them.
    const message = `${fill(words.crowd, { label, name })}\n${mayFollow ? words.crowdLater : words.crowdWait}`;
    problems.push({ code: CROWD, severity: 'error', path, page: step, message });
  };
  const refuse = (
    path: string,
    field: FieldOf<'file'>,
    reason: 'empty' | 'large' | 'type' | 'many' | 'failed',
    name: string,
  ) => {
    const label = texts.fields[keyOf(path)]?.label ?? field.id;
    const values = { label, name, megabytes: field.megabytes, types: printTypes(field) };
    const message = fill(uploadWords(visit.language)[reason], values);
    problems.push({ code: `answer.file.${reason}`, severity: 'error', path, page: step, message });
  };

  const take = async ({ control, name, source }: FilePart, before: readonly Pair[]): Promise<void> => {
    const field = findField(fields, keyOf(control));
    // A control without a file is posted all the same, without name and content.
    if (!field || !name) return;
    envelope ??= openEnvelope(deps.sealKeys, place, before.find(([one]) => one === '_seal')?.[1] ?? '');
    if (!envelope) return;
    if (sheds()) return turnAway(control, field, name);
    const held = files.filter(({ path }) => path === control).length;
    const here = before.filter(([one, value]) => one === control && value !== '').length + held;
    const all = (envelope.files?.length ?? 0) + files.length;
    if (here >= field.max || all >= MOST_FILES) return refuse(control, field, 'many', name);
    const watched = watch(source);
    const stored = await receiveAttachment(deps, {
      authority,
      service: installation.service,
      journey: envelope.id,
      source: watched.source,
      types: field.types,
      most: field.megabytes * MEGABYTE,
    }).catch((error: Error) => {
      if (watched.isBroken()) throw error;
      deps.onError(error); // ours: told at the question, so that what was typed beside it stays
      return { kind: 'refused', reason: 'failed' } as const;
    });
    if (stored.kind === 'refused') return refuse(control, field, stored.reason, name);
    const { kind: _, ...rest } = stored;
    files.push({ path: control, attachment: { ...rest, name: cleanName(name, stored.type) } });
  };
  return { take, files, problems };
};

/** Reads a page's multipart post, storing its files on the way. */
export const readArrived = async (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  place: Place,
): Promise<Arrived | 'form' | 'large'> => {
  const step = c.req.param('step') ?? '';
  const { take, files, problems } = makeTaker({ visit, deps, step }, place);
  const asked = visit.installed.compiled.pages.some(({ id, fields }) => id === step && asksFiles(fields));
  const read = await (asked ? readMultipart(c, MOST_BYTES, take) : readMultipart(c, MOST_PLAIN));
  if (read.kind !== 'read') return read.kind === 'large' ? 'large' : 'form';
  return { pairs: read.pairs, files, problems };
};

const detached = (pairs: readonly Pair[]): string | undefined =>
  pairs.find(([name, value]) => name === 'action' && value.startsWith('detach:'))?.[1].slice('detach:'.length);

/**
 * Puts what the envelope knows of a file in the place of the handle that the page carried, so that nothing but what this
 * journey uploaded can become an answer.
 */
export const takeIn = (
  visit: ServiceVisit,
  envelope: Envelope,
  step: string,
  { pairs, files, problems }: Arrived,
): { readonly envelope: Envelope; readonly post: Post } => {
  const fields = visit.installed.compiled.pages.find(({ id }) => id === step)?.fields ?? [];
  if (!asksFiles(fields)) return { envelope, post: { step, entered: enteredOf(pairs) } };
  const known = new Map((envelope.files ?? []).map((file) => [file.handle, file]));
  const without = detached(pairs);
  const told = pairs.flatMap(([name, value]): readonly Pair[] => {
    if (!findField(fields, keyOf(name))) return [[name, value]];
    const file = value === without ? undefined : known.get(value);
    return file ? [[name, printAttachment(file)]] : [];
  });
  const fresh = files.map(({ path, attachment }): Pair => [path, printAttachment(attachment)]);
  const entered: Entered = enteredOf([...told, ...fresh]);
  const all = [...known.values(), ...files.map(({ attachment }) => attachment)];
  return {
    envelope: all.length > 0 ? { ...envelope, files: all } : envelope,
    post: { step, entered, ...(problems.length > 0 ? { problems } : {}) },
  };
};

/** The answers that this journey gives: of a supplement, those that it hands in. */
export const ownAnswers = ({ rest }: ServiceVisit, answers: Answers): Answers =>
  rest ? Object.fromEntries(Object.entries(answers).filter(([id]) => rest.only.has(id))) : answers;

/** Looks whether all files of the answers are still there and keeps them; undefined when so, else the envelope without the others. */
export const findGone = async (
  deps: CitizenDeps,
  visit: ServiceVisit,
  envelope: Envelope,
): Promise<Envelope | undefined> => {
  const asked = attachmentsOf(ownAnswers(visit, envelope.answers));
  if (asked.length === 0) return undefined;
  const there = new Set(await keepAttachments(deps, visit.installed.authority.id, envelope.id));
  const gone = new Set(asked.map(({ handle }) => handle).filter((handle) => !there.has(handle)));
  if (gone.size === 0) return undefined;
  const files = envelope.files?.filter(({ handle }) => !gone.has(handle)) ?? [];
  return { ...envelope, files, answers: withoutAttachments(envelope.answers, gone) };
};

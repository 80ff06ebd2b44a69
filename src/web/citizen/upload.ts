import type { Context } from 'hono';
import type { CompiledField, FieldOf } from '#definition';
import {
  type Answers,
  type Attachment,
  attachmentsOf,
  type Entered,
  enteredOf,
  type FormProblem,
  fileRoomOf,
  printAttachment,
  textsFor,
  withoutAttachments,
} from '#form';
import { keepAttachments, receiveAttachment } from '#intake';
import type { CitizenDeps } from './deps.ts';
import { type Envelope, openEnvelope, type Place } from './envelope.ts';
import { asksFiles } from './file-control.ts';
import type { Post } from './journey.ts';
import { type FilePart, type Pair, readMultipart } from './multipart.ts';
import { type NotNow, type RefusedFile, tellRefusal } from './upload-refusal.ts';
import type { ServiceVisit } from './visit.ts';

/** Most bytes of one post with files, and of one without. */
const MOST_BYTES = 110 << 20;
const MOST_PLAIN = 1 << 20;
const MEGABYTE = 1 << 20;

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

/**
 * Files are turned away by what they are worth, and where their network has used its budget: once for the whole post and before
 * anything of them is stored. The first pays for the length of the post; one that does not say it is taken for the longest.
 */
const makeTurning = ({ admission, limit }: CitizenDeps, { req, env }: Context): (() => NotNow | undefined) => {
  let turned: NotNow | undefined;
  let isFirst = true;
  return () => {
    if (turned) return turned;
    if (isFirst && admission.sheds('upload')) turned = 'crowd';
    const length = Number(req.header('content-length') ?? MOST_BYTES);
    const amount = isFirst ? 1 + Math.floor(Math.min(length, MOST_BYTES) / MEGABYTE) : 1;
    if (!turned && limit && limit('upload', req.raw, env, amount) > 0) turned = 'net';
    isFirst = false;
    return turned;
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
const makeTaker = (c: Context, { visit, deps, step }: Intake, place: Place) => {
  const { compiled, authority, installation } = visit.installed;
  const files: { path: string; attachment: Attachment }[] = [];
  const problems: FormProblem[] = [];
  const fields = compiled.pages.find(({ id }) => id === step)?.fields ?? [];
  const texts = textsFor(compiled, visit.language);
  let envelope: Envelope | undefined;

  const turns = makeTurning(deps, c);
  const refuse = (path: string, field: FieldOf<'file'>, why: RefusedFile, name: string): void => {
    const label = texts.fields[keyOf(path)]?.label ?? field.id;
    const isRest = envelope?.supplement !== undefined;
    problems.push(tellRefusal(visit, step, { field, label, path, name, isRest }, why));
  };

  const take = async ({ control, name, source }: FilePart, before: readonly Pair[]): Promise<void> => {
    const field = findField(fields, keyOf(control));
    // A control without a file is posted all the same, without name and content.
    if (!field || !name) return;
    envelope ??= openEnvelope(deps.sealKeys, place, before.find(([one]) => one === '_seal')?.[1] ?? '');
    if (!envelope) return;
    const turned = turns();
    if (turned) return refuse(control, field, turned, name);
    const held = files.filter(({ path }) => path === control).length;
    const here = before.filter(([one, value]) => one === control && value !== '').length + held;
    if (here >= field.max) return refuse(control, field, 'many', name);
    const watched = watch(source);
    const stored = await receiveAttachment(deps, {
      authority,
      service: installation.service,
      journey: envelope.id,
      source: watched.source,
      types: field.types,
      most: field.megabytes * MEGABYTE,
      room: fileRoomOf(compiled),
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
  const { take, files, problems } = makeTaker(c, { visit, deps, step }, place);
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

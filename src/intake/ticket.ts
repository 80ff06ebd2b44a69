import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32, makeUuid, readBase32 } from '#lib/id.ts';

/** Where one waits: a service at an authority. */
export type Programme = { readonly authority: string; readonly service: string };

/** A place in a line. Nothing of it is stored: the code that a person holds says it all and is signed. */
export type Ticket = {
  readonly number: number;
  /** ms since 1970, in whole minutes: when it was drawn. */
  readonly drawn: number;
};

/** What a code turns out to be, with the code as it was given out; `unreadable` is mistyped, made up, or of another service. */
export type TicketRead =
  | { readonly kind: 'ticket'; readonly ticket: Ticket; readonly code: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'expired' };

/** For how long a place is kept, in ms: a week, so that nobody must sit in front of it. */
export const TICKET_LIFE = 7 * 24 * 3600 * 1000;

const MINUTE = 60_000;
/** 2020-01-01: 24 bits of minutes last until 2051. */
const EPOCH = 1_577_836_800_000;
const NUMBER = 4;
const MINUTES = 3;
const MAC = 8;
const LENGTH = ((NUMBER + MINUTES + MAC) * 8) / 5;

const sign = (key: Uint8Array, { authority, service }: Programme, use: string, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(`${use}:${authority}/${service}:`).update(body).digest();

const bodyOf = ({ number, drawn }: Ticket): Buffer => {
  const body = Buffer.alloc(NUMBER + MINUTES);
  body.writeUIntBE(number, 0, NUMBER);
  body.writeUIntBE((drawn - EPOCH) / MINUTE, NUMBER, MINUTES);
  return body;
};

/** A ticket drawn `now`, in ms since 1970. */
export const makeTicket = (number: number, now: number): Ticket => ({ number, drawn: now - (now % MINUTE) });

const print = (bytes: Uint8Array): string => (base32(bytes, LENGTH).match(/.{4}/g) ?? []).join('-');

/** The ticket as 24 characters in groups of four: number, minute and 64 bits of HMAC. Short enough to be typed elsewhere. */
export const writeTicket = (key: Uint8Array, programme: Programme, ticket: Ticket): string => {
  const body = bodyOf(ticket);
  return print(Buffer.concat([body, sign(key, programme, 'ticket', body).subarray(0, MAC)]));
};

/** Reads a code as a person types it. `now` in ms since 1970. */
export const readTicket = (key: Uint8Array, programme: Programme, code: string, now: number): TicketRead => {
  const bytes = readBase32(code, LENGTH);
  if (!bytes) return { kind: 'unreadable' };
  const body = bytes.subarray(0, NUMBER + MINUTES);
  const mac = sign(key, programme, 'ticket', body).subarray(0, MAC);
  if (!timingSafeEqual(mac, bytes.subarray(NUMBER + MINUTES))) return { kind: 'unreadable' };
  const ticket = {
    number: body.readUIntBE(0, NUMBER),
    drawn: EPOCH + body.readUIntBE(NUMBER, MINUTES) * MINUTE,
  };
  return now - ticket.drawn > TICKET_LIFE ? { kind: 'expired' } : { kind: 'ticket', ticket, code: print(bytes) };
};

/**
 * The journey that begins with a ticket. It follows from the ticket, so one ticket is one submission, in however many
 * tabs and hands: a code that is passed on opens no second place.
 */
export const journeyOf = (key: Uint8Array, programme: Programme, ticket: Ticket): string =>
  makeUuid(ticket.drawn, sign(key, programme, 'journey', bodyOf(ticket)).subarray(0, 16));

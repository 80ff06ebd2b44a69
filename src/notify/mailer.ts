import { createTransport } from 'nodemailer';
import type { MailContent } from './render.ts';

/** A mail with its way. */
export type Mail = MailContent & {
  readonly to: string;
  /** Stays the same however often it is tried, so that the recipient's system can drop repetitions. */
  readonly id: string;
  readonly language: string;
  /** Who writes, and where an answer goes. */
  readonly sender: { readonly name: string; readonly replyTo: string };
};

/**
 * What came of a try. `code` is safe to keep in the open; `detail` is the server's own words and may name the address.
 * `later`: trying again may help; `refused`: it will not.
 */
export type Delivery =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'later'; readonly code: string; readonly detail: string };

export type Mailer = { send(mail: Mail): Promise<Delivery>; close(): void };

export type MailerOptions = {
  /** `smtp://user:password@host:587`. */
  readonly url: string;
  /** Address of the sender; the name in front of it is the authority's. */
  readonly from: string;
  /** ms to wait for the connection, the greeting and each answer. */
  readonly timeout?: number;
};

/** One address, nothing that could become a second one or a header. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\p{C}]{1,64}@[^\s<>()[\]\\,;:"@\p{C}]{1,255}$/u;

type SmtpError = Error & { readonly code?: string; readonly responseCode?: number };

/**
 * 4xx and a connection that fails are worth another try, 5xx are not (RFC 5321 § 4.2.1), but for 503 (bad sequence) and
 * failed sign-ins (530, 534, 535, 538): there our own settings are at fault, and mending them will help.
 */
const OURS = new Set([503, 530, 534, 535, 538]);

const judge = (error: SmtpError): Delivery => {
  const { responseCode, code = 'ERROR', message } = error;
  const isFinal = responseCode !== undefined && responseCode >= 500 && !OURS.has(responseCode);
  return {
    kind: isFinal ? 'refused' : 'later',
    code: responseCode === undefined ? code : `SMTP ${responseCode}`,
    detail: message.slice(0, 300),
  };
};

/** Makes the channel to the mail server; connections are kept and shared. */
export const makeMailer = ({ url, from, timeout = 20_000 }: MailerOptions): Mailer => {
  if (!ADDRESS.test(from))
    throw new Error(`"${from}" is no sender for mails. Set MAIL_FROM to one address: amt@example.org.`);
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.indexOf('@') + 1);
  return {
    close: () => transport.close(),
    send: async (mail) => {
      if (!ADDRESS.test(mail.to)) return { kind: 'refused', code: 'ADDRESS', detail: 'This is no e-mail address.' };
      try {
        await transport.sendMail({
          from: { name: mail.sender.name, address: from },
          to: { name: '', address: mail.to },
          replyTo: mail.sender.replyTo,
          envelope: { from, to: [mail.to] },
          messageId: `<${mail.id}@${domain}>`,
          subject: mail.subject.replace(/\s+/g, ' '),
          text: mail.text,
          html: mail.html,
          // RFC 3834: absence notices and ticket systems do not answer to what a program sent.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
        });
        return { kind: 'sent' };
      } catch (error) {
        return judge(error as SmtpError);
      }
    },
  };
};

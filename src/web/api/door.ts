import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Door } from '#lib/door.ts';
import { MOST_BYTES } from './body.ts';
import { type Answer, failureAnswer } from './problem-details.ts';
import { makeSubmit, type SubmitDeps } from './submit.ts';

const ADDRESS = /^\/api\/v1\/([\w-]+)\/([\w-]+)\/submissions$/;

class CutOff extends Error {}

/** The body as text. @throws CutOff when the connection ends before it */
const readText = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // Each request closes in the end; an error is made only for one that did so before its body was whole: its trace costs.
    const cut = (): void => {
      if (!request.complete) reject(new CutOff('The connection ended before the body.'));
    };
    if (request.destroyed) return reject(new CutOff('The connection had ended.'));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString()));
    request.once('error', cut).once('close', cut);
  });

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

/** A declared length within bounds, which HTTP then enforces; other bodies are counted by the framework's way. */
const isPlain = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length']) <= MOST_BYTES;

/**
 * The one hot post of the API, without the framework: router, context and web-standard request and response cost a fifth
 * of a submission. What it answers is `makeSubmit`'s, as on the framework's way, which takes whatever is unusual here.
 */
export const makeSubmissionDoor = (deps: SubmitDeps): Door => {
  const submit = makeSubmit(deps);

  const answer = async (request: IncomingMessage, authority: string, service: string): Promise<Answer> => {
    const { headers } = request;
    try {
      return await submit({
        authority,
        service,
        key: headers['idempotency-key']?.toString() ?? '',
        type: headers['content-type'] ?? '',
        languages: headers['accept-language'] ?? '',
        read: () => readText(request),
      });
    } catch (error) {
      // Who was cut off is not there any more to be told, and nothing went wrong here.
      if (!(error instanceof CutOff)) deps.onError(error as Error);
      return failureAnswer(error as Error);
    }
  };

  return (request, response, answered) => {
    const [, authority, service] = (request.method === 'POST' && ADDRESS.exec(request.url ?? '')) || [];
    if (!authority || !service || !isPlain(request)) return false;
    void answer(request, authority, service).then((made) => {
      send(response, made);
      answered(`/api/v1/${authority}/${service}/submissions`);
    });
    return true;
  };
};

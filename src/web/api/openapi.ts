import type { Json } from '#lib/json.ts';
import { PROBLEMS, type ProblemKind } from './problem-details.ts';

const problem = (...kinds: readonly ProblemKind[]): { readonly [status: string]: Json } => {
  const byStatus = Map.groupBy(kinds, (kind) => String(PROBLEMS[kind].status));
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((kind) => `${kind}: ${PROBLEMS[kind].title}`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const path = (name: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});
const service = [path('authority', 'Identifier of the authority.'), path('service', 'Identifier of the service.')];
const number = path('number', 'Number of the submission.');
const json = (schema: Json, description: string): Json => ({
  description,
  content: { 'application/json': { schema } },
});
const key = (description: string): Json => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', format: 'uuid' },
});
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const secured = [{ secret: [] }];

/** The API as OpenAPI 3.1. */
export const openapi = (baseUrl: string, version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Knopfdruck',
    version,
    description:
      'Hand in applications and registrations, and learn what became of them. Whatever is acknowledged is stored durably.',
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
  },
  servers: [{ url: baseUrl }],
  paths: {
    '/api/v1/services': {
      get: {
        summary: 'Services offered here',
        operationId: 'listServices',
        responses: { 200: json({ type: 'array', items: ref('Service') }, 'Services by authority.') },
      },
    },
    '/api/v1/{authority}/{service}': {
      parameters: service,
      get: {
        summary: 'A service and the JSON Schema of its answers',
        operationId: 'getService',
        responses: { 200: json(ref('Service'), 'The service.'), ...problem('unknown-service') },
      },
    },
    '/api/v1/{authority}/{service}/submissions': {
      parameters: service,
      post: {
        summary: 'Hand in a submission',
        operationId: 'submit',
        description:
          'Repeating a request with the same key and content is safe and answers with the same receipt, also when all places are taken or people stand in line. While people stand in line for the service on its pages, new submissions of programs are turned away (503, waiting-line, with Retry-After) unless the authority takes them; programs hold no place in the line. Places are counted exactly: beyond them no new submission is stored (410, quota-reached).',
        parameters: [key('A UUID of your own for this submission.')],
        requestBody: { required: true, content: { 'application/json': { schema: ref('Submission') } } },
        responses: {
          201: json(ref('Received'), 'Stored durably.'),
          ...problem(
            'missing-key',
            'invalid-json',
            'unknown-service',
            'key-reused',
            'closed',
            'not-yet-open',
            'deadline-passed',
            'quota-reached',
            'waiting-line',
            'too-large',
            'media-type',
            'invalid-answers',
            'paused',
            'unavailable',
            'internal',
          ),
        },
      },
    },
    '/api/v1/{authority}/{service}/submissions/{number}': {
      parameters: [...service, number],
      get: {
        summary: 'What became of a submission',
        operationId: 'getStatus',
        security: secured,
        responses: {
          200: json(ref('Status'), 'Its state.'),
          ...problem('missing-secret', 'unknown-submission', 'too-many', 'busy', 'unavailable', 'internal'),
        },
      },
    },
    '/api/v1/{authority}/{service}/submissions/{number}/supplements': {
      parameters: [...service, number],
      post: {
        summary: 'Hand in what is outstanding, or a part of it',
        operationId: 'supplement',
        description:
          'Takes answers to what the state calls outstanding, also while the service is paused or closed. A page is answered as a whole; files are taken by the pages alone. Repeating a request with the same key and content is safe and answers with the same receipt.',
        security: secured,
        parameters: [key('A UUID of your own for this supplement.')],
        requestBody: { required: true, content: { 'application/json': { schema: ref('Submission') } } },
        responses: {
          201: json(ref('Supplemented'), 'Stored durably.'),
          ...problem(
            'missing-key',
            'invalid-json',
            'missing-secret',
            'unknown-submission',
            'nothing-outstanding',
            'overtaken',
            'key-reused',
            'too-large',
            'media-type',
            'invalid-answers',
            'too-many',
            'unavailable',
            'internal',
          ),
        },
      },
    },
    '/api/v1/{authority}/{service}/submissions/{number}/receipt': {
      parameters: [...service, number],
      get: {
        summary: 'The signed receipt',
        operationId: 'getReceipt',
        security: secured,
        responses: {
          200: {
            description: 'Compact JWS (RFC 7515), Ed25519.',
            content: { 'application/jose': { schema: { type: 'string' } } },
          },
          ...problem('missing-secret', 'unknown-submission', 'too-many', 'unavailable', 'internal'),
        },
      },
    },
    '/.well-known/receipt-keys.json': {
      get: {
        summary: 'Public keys of receipts (JWK Set)',
        operationId: 'getReceiptKeys',
        responses: { 200: json({ type: 'object' }, 'JWK Set, RFC 7517.') },
      },
    },
  },
  components: {
    securitySchemes: {
      secret: { type: 'http', scheme: 'bearer', description: 'The secret from the acknowledgement.' },
    },
    schemas: {
      Submission: {
        type: 'object',
        properties: {
          answers: { type: 'object', description: 'Answers by field; see the JSON Schema of the service.' },
          language: { type: 'string', description: 'Language for messages, BCP 47.', default: 'de' },
        },
        required: ['answers'],
        additionalProperties: false,
      },
      Received: {
        type: 'object',
        properties: {
          number: { type: 'string', description: 'To quote in every contact.' },
          receipt: { type: 'string', description: 'Signed receipt, compact JWS.' },
          secret: {
            type: 'string',
            description: 'Opens the state, the messages and the notice. Keep it with the number.',
          },
          receivedAt: { type: 'string', format: 'date-time' },
          outstanding: ref('Outstanding'),
        },
        required: ['number', 'receipt', 'secret', 'receivedAt', 'outstanding'],
      },
      Supplemented: {
        type: 'object',
        properties: {
          number: { type: 'string', description: 'Of the submission.' },
          receipt: { type: 'string', description: 'Signed receipt of this supplement, compact JWS.' },
          receivedAt: { type: 'string', format: 'date-time' },
          outstanding: ref('Outstanding'),
        },
        required: ['number', 'receipt', 'receivedAt', 'outstanding'],
      },
      Outstanding: {
        type: 'array',
        description: 'What is still to be handed in, by page; empty: nothing. There is no day until which.',
        items: {
          type: 'object',
          properties: {
            page: { type: 'string' },
            fields: {
              type: 'array',
              items: { type: 'string' },
              description: 'Its questions, taken here; which of them are asked may depend on answers to others.',
            },
            files: {
              type: 'array',
              items: { type: 'string' },
              description: 'Its files, taken by the pages alone, with number and secret.',
            },
          },
          required: ['page', 'fields', 'files'],
        },
      },
      Status: {
        type: 'object',
        properties: {
          number: { type: 'string' },
          status: { enum: ['received', 'inreview', 'decided', 'paid', 'registered', 'closed'] },
          receivedAt: { type: 'string', format: 'date-time' },
          delayed: {
            type: 'boolean',
            description:
              'What was handed in is safe here but cannot be processed yet; we are on it, send nothing again.',
          },
          outstanding: ref('Outstanding'),
        },
        required: ['number', 'status', 'receivedAt', 'delayed', 'outstanding'],
      },
      Service: {
        type: 'object',
        properties: {
          authority: { type: 'string' },
          service: { type: 'string' },
          version: { type: 'string' },
          package: { type: 'string' },
          kind: { type: 'string' },
          title: { type: 'string' },
          state: { type: 'string' },
          answers: { type: 'object', description: 'JSON Schema of the answers.' },
        },
        required: ['authority', 'service', 'version', 'package', 'kind', 'title', 'state'],
      },
      Problem: {
        type: 'object',
        description: 'RFC 9457.',
        properties: {
          type: { type: 'string', format: 'uri-reference' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              properties: { path: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
              required: ['path', 'code', 'detail'],
            },
          },
        },
        required: ['type', 'title', 'status'],
      },
    },
  },
});

import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Looks at a request before any framework does. True where it takes it; then `answered` is told the path under which to count
 * it, once the answer is on its way.
 */
export type Door = (request: IncomingMessage, response: ServerResponse, answered: (path: string) => void) => boolean;

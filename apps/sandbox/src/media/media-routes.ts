import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MediaShelf } from './media-shelf.js';

/**
 * Gives out users' files by plain GETs, as both vendors do: Gupshup's file manager, and the store that Kaleyra's links
 * lead to.
 * https://partner-docs.gupshup.io/docs/media-management (November 2026)
 */
export const mediaRoutes = (app: FastifyInstance, shelf: MediaShelf): void => {
  const serve = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { id } = request.params as { readonly id: string };
    const file = shelf.get(id);
    return file === undefined
      ? reply.code(404).send({ status: 'error', message: 'Invalid Media Id' })
      : reply.type(file.mime).send(file.bytes);
  };
  app.get('/wa/:account/wa/media/:id', serve);
  app.get('/media/:id', serve);
};

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PROVIDERS } from '../accounts.js';
import { Fields } from '../fields.js';
import { MAGIC_RECIPIENTS } from '../faults/magic-recipients.js';
import type { MessageFilter } from '../log/message-log.js';
import { addAccount, receiveInbound, tellStatus } from '../sandbox-calls.js';
import type { SandboxCore } from '../sandbox-core.js';

const DEFAULT_LIMIT = 1000;
const ANY_SEQ = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PAGE = { min: 1, max: 100_000 };

/** The query's fields, with the numbers among them read as numbers. */
const query = (request: FastifyRequest): Fields => {
  const given = request.query as Readonly<Record<string, unknown>>;
  return new Fields(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const numeric = (name === 'after' || name === 'limit') && /^\d+$/.test(String(value));
        return [name, numeric ? Number(value) : value];
      }),
    ),
  );
};

const pageIn = (fields: Fields) => ({
  after: fields.optionalInteger('after', ANY_SEQ) ?? 0,
  limit: fields.optionalInteger('limit', PAGE) ?? DEFAULT_LIMIT,
});

const filterIn = (fields: Fields): MessageFilter => {
  const filter = {
    ...pageIn(fields),
    to: fields.optionalPhone('to'),
    provider: fields.optionalOneOf('provider', PROVIDERS),
    account: fields.optionalString('account'),
  };
  fields.done();
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
};

/** A page of a log; `nextCursor` is the `after` of the next page, or null where this one ends the log. */
const page = <T extends { readonly seq: number }>(data: readonly T[], limit: number) => ({
  data,
  nextCursor: data.length < limit ? null : (data.at(-1)?.seq ?? null),
});

const idOf = (request: FastifyRequest): string => (request.params as { readonly id: string }).id;

const messageRoutes = (app: FastifyInstance, { messages }: SandboxCore): void => {
  app.get('/_sandbox/messages', (request) => {
    const filter = filterIn(query(request));
    return {
      ...page(messages.list(filter), filter.limit ?? DEFAULT_LIMIT),
      received: messages.total,
    };
  });
  app.delete('/_sandbox/messages', (_, reply) => {
    messages.clear();
    return reply.code(204).send();
  });
};

const faultRoutes = (app: FastifyInstance, { faults }: SandboxCore): void => {
  app.post('/_sandbox/faults', (request, reply) => reply.code(201).send(faults.add(request.body)));
  app.get('/_sandbox/faults', () => ({ data: faults.list(), magicRecipients: MAGIC_RECIPIENTS }));
  app.delete('/_sandbox/faults', (_, reply) => {
    faults.remove();
    return reply.code(204).send();
  });
  app.delete('/_sandbox/faults/:id', (request, reply) =>
    faults.remove(idOf(request))
      ? reply.code(204).send()
      : reply.code(404).send({ field: 'id', error: `There is no fault "${idOf(request)}".` }),
  );
};

const callbackRoutes = (app: FastifyInstance, core: SandboxCore): void => {
  const { registrations, callbackLog } = core;
  app.post('/_sandbox/callbacks', (request, reply) =>
    reply.code(201).send(registrations.add(request.body)),
  );
  app.get('/_sandbox/callbacks', (request) => {
    const fields = query(request);
    const { after, limit } = pageIn(fields);
    fields.done();
    return {
      registrations: registrations.list(),
      ...page(callbackLog.list({ after, limit }), limit),
      sent: callbackLog.total,
      abandoned: callbackLog.abandoned,
    };
  });
  app.delete('/_sandbox/callbacks', (_, reply) => {
    registrations.remove();
    callbackLog.clear();
    return reply.code(204).send();
  });
  app.delete('/_sandbox/callbacks/:id', (request, reply) =>
    registrations.remove(idOf(request))
      ? reply.code(204).send()
      : reply.code(404).send({ field: 'id', error: `There is no callback "${idOf(request)}".` }),
  );
};

const eventRoutes = (app: FastifyInstance, core: SandboxCore): void => {
  app.post('/_sandbox/inbound', async (request, reply) =>
    reply.code(201).send(await receiveInbound(core, request.body)),
  );
  app.post('/_sandbox/statuses', async (request, reply) =>
    reply.code(201).send({ receivers: await tellStatus(core, request.body) }),
  );
  app.get('/_sandbox/accounts', () => core.accounts.list());
  app.post('/_sandbox/accounts', (request, reply) => {
    addAccount(core, request.body);
    return reply.code(201).send(core.accounts.list());
  });
};

/** The sandbox's own calls, all under `/_sandbox`, where no vendor has a path. */
export const controlRoutes = (app: FastifyInstance, core: SandboxCore): void => {
  messageRoutes(app, core);
  faultRoutes(app, core);
  callbackRoutes(app, core);
  eventRoutes(app, core);
};

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../answer.js';
import type { SandboxCore } from '../sandbox-core.js';
import { CallLimit } from './call-limit.js';
import { GUPSHUP_ERRORS } from './gupshup-answers.js';
import { appFor } from './gupshup-checks.js';
import { Subscriptions, type SubscriptionForm } from './subscriptions.js';

const PATH = '/partner/app/:appId/subscription';
/** Calls about subscriptions that Gupshup takes from an app in a minute. */
const CALLS = 5;
const MINUTE_MS = 60_000;

type Params = Readonly<Record<string, string>>;

/** Gupshup's API of subscriptions, by which an app says where it is called back. */
export const subscriptionRoutes = (app: FastifyInstance, core: SandboxCore): void => {
  const subscriptions = new Subscriptions(core);
  const limit = new CallLimit(CALLS, MINUTE_MS, core.now);
  const asked =
    (answer: (appId: string, form: SubscriptionForm, id: string) => Answer) =>
    (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const { appId = '', id = '' } = request.params as Params;
      const access = appFor(core.accounts, appId, request.headers);
      if ('refused' in access) return write(reply, GUPSHUP_ERRORS[access.refused]);
      if (!limit.take(appId)) return write(reply, GUPSHUP_ERRORS['too-many-requests']);
      const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      return write(reply, answer(appId, Object.fromEntries(form), id));
    };
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, read) =>
      read(null, body),
    );
    scope.post(
      PATH,
      asked((appId, form) => subscriptions.create(appId, form)),
    );
    scope.get(
      PATH,
      asked((appId) => subscriptions.list(appId)),
    );
    scope.get(
      `${PATH}/:id`,
      asked((appId, _form, id) => subscriptions.show(appId, id)),
    );
    scope.put(
      `${PATH}/:id`,
      asked((appId, form, id) => subscriptions.update(appId, id, form)),
    );
    scope.delete(
      PATH,
      asked((appId) => subscriptions.remove(appId)),
    );
    scope.delete(
      `${PATH}/:id`,
      asked((appId, _form, id) => subscriptions.remove(appId, id)),
    );
    done();
  });
};

const write = (reply: FastifyReply, { status, body, contentType }: Answer): FastifyReply => {
  if (status === 204) return reply.code(status).send();
  return reply.code(status).type(contentType).send(body);
};

import { Inject, Injectable } from '@nestjs/common';
import type { SenderChange, SenderRow, Store } from 'waypost/store';
import { Doors } from '../callbacks/doors.js';
import { PublicAddress } from '../callbacks/public-address.js';
import { DirectoryWatch } from '../directory-watch.js';
import { invalid } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { ProblemException } from '../problem.js';
import { STORE } from '../store.token.js';
import { defineSender } from './define-sender.js';
import { FileSenders } from './file-senders.js';
import { patchSender } from './patch-sender.js';
import { SenderDirectory } from './sender-directory.js';
import { SenderFactory } from './sender-factory.js';
import { SenderFaults } from './sender-faults.js';
import { SenderRemoval } from './sender-removal.js';
import { viewSender } from './sender-view.js';
import type { SenderView } from './sender.dto.js';
import type { SenderDefinition } from './sender.js';

const TRIES = 3;

/** Adds, changes, pauses and deletes senders at run time. A key that is limited to senders finds no others here. */
@Injectable()
export class SenderService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly watch: DirectoryWatch,
    private readonly factory: SenderFactory,
    private readonly known: SenderDirectory,
    private readonly faults: SenderFaults,
    private readonly fileSenders: FileSenders,
    private readonly removal: SenderRemoval,
    private readonly doors: Doors,
    private readonly address: PublicAddress,
  ) {}

  async list({ reach }: Caller): Promise<SenderView[]> {
    const rows = await this.store.directory.senders();
    return rows.filter(({ id }) => reachesSender(reach, id)).map((row) => this.#view(row));
  }

  /** @throws ProblemException `not_found` */
  async get(caller: Caller, id: string): Promise<SenderView> {
    return this.#view(await this.#row(caller, id));
  }

  /** @throws ProblemException `validation_failed`, `beyond_own_reach`, `sender_exists` */
  async create(caller: Caller, body: unknown): Promise<SenderView> {
    const { definition, problems } = defineSender(body, this.factory);
    if (problems) throw invalid(problems);
    const { id } = definition;
    if (!reachesSender(caller.reach, id)) throw beyondReach(id);
    const state = { managedBy: 'api', state: 'active', pauseReason: null } as const;
    const sender = { id, ...this.#fields(definition), ...state, createdAt: Date.now() };
    if (!(await this.store.directory.addSender(sender))) throw taken(id);
    await this.watch.catchUp();
    return this.get(caller, id);
  }

  /** @throws ProblemException `not_found`, `managed_by_file`, `validation_failed`, `changed_meanwhile` */
  async update(caller: Caller, id: string, body: unknown): Promise<SenderView> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const row = await this.#row(caller, id);
      if (row.managedBy === 'file') throw managedByFile(id);
      const { definition, problems } = patchSender(row, body, this.factory);
      if (problems) throw invalid(problems);
      const { provider: _same, ...fields } = this.#fields(definition);
      if (await this.#change(id, { ...fields, version: row.version, at: Date.now() })) {
        return this.get(caller, id);
      }
    }
    const detail = `Sender ${id} was changed by somebody else at the same time.`;
    throw new ProblemException('changed_meanwhile', detail);
  }

  /** Keeps its messages from being sent; those under way come to their end. */
  async pause(caller: Caller, id: string, reason: string): Promise<SenderView> {
    await this.#row(caller, id);
    await this.#change(id, { state: 'paused', pauseReason: reason, at: Date.now() });
    return this.get(caller, id);
  }

  /** Sends again, and tries at once what a fault held up. */
  async resume(caller: Caller, id: string): Promise<SenderView> {
    await this.#row(caller, id);
    await this.#change(id, { state: 'active', pauseReason: null, at: Date.now() });
    return this.get(caller, id);
  }

  /** @throws ProblemException `not_found`, `managed_by_file`, `sender_has_messages` */
  async remove(caller: Caller, id: string, cancel: boolean): Promise<void> {
    await this.#row(caller, id);
    // One that vanished from the file is managed by nobody any more.
    if (this.fileSenders.has(id)) throw managedByFile(id);
    if (!(await this.removal.remove(id, cancel))) throw noSuchSender();
    this.faults.forget(id);
  }

  async #row({ reach }: Caller, id: string): Promise<SenderRow> {
    const rows = reachesSender(reach, id) ? await this.store.directory.senders() : [];
    const row = rows.find((each) => each.id === id);
    if (row) return row;
    throw noSuchSender();
  }

  // Whoever changes a sender has looked at it: what held it up is tried again.
  async #change(id: string, change: SenderChange): Promise<boolean> {
    const isChanged = await this.store.directory.changeSender(id, change);
    if (isChanged) this.faults.forget(id);
    await this.faults.stored();
    await this.watch.catchUp();
    return isChanged;
  }

  #fields(
    definition: SenderDefinition,
  ): Pick<SenderRow, 'provider' | 'phone' | 'options' | 'limits'> {
    const { id, kind: provider, phone, options, limits } = definition;
    return {
      provider,
      phone,
      options: this.factory.seal(id, options),
      limits: JSON.stringify(limits),
    };
  }

  #view(row: SenderRow): SenderView {
    const trouble = this.known.troubleOf(row.id);
    const fault = this.faults.of(row.id);
    const token = this.doors.tokenOf(row.id);
    const callbackUrl = token && this.address.callbackUrl(row.id, token);
    return viewSender(row, this.factory, {
      ...(trouble !== undefined && { trouble }),
      ...(fault && { fault }),
      ...(callbackUrl !== undefined && { callbackUrl }),
    });
  }
}

function noSuchSender(): ProblemException {
  return new ProblemException('not_found', 'There is no such sender for this key.');
}

function beyondReach(id: string): ProblemException {
  const message = `The asking key is limited to some senders, and ${id} is not among them.`;
  const errors = [{ path: 'id', message }];
  return new ProblemException('beyond_own_reach', message, { errors });
}

function taken(id: string): ProblemException {
  return new ProblemException('sender_exists', `A sender ${id} exists already.`);
}

function managedByFile(id: string): ProblemException {
  const detail = `Sender ${id} is managed by the senders file: change it there and start the gateway again.`;
  return new ProblemException('managed_by_file', detail);
}

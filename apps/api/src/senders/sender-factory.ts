import type { HttpService } from '@nestjs/axios';
import type { SenderRow } from 'waypost/store';
import type { Connection, ProviderKind } from './provider-kind.js';
import type { SecretBox } from './secret-box.js';
import type { Options, Sender, SenderDefinition, SenderLimits } from './sender.js';

/** A stored sender whose provider this version of the gateway does not have. */
export class UnknownProvider extends Error {
  constructor(kind: string) {
    super(`There is no provider ${kind} in this version of Waypost.`);
    this.name = 'UnknownProvider';
  }
}

/** Makes senders of what is stored, and what is stored of senders: their options are sealed. */
export class SenderFactory {
  constructor(
    readonly kinds: readonly ProviderKind[],
    readonly http: HttpService,
    private readonly box: SecretBox,
  ) {}

  /**
   * A sender that is ready to send.
   * @throws UnknownProvider, InvalidOptions or CannotOpen, none of which tells a credential
   */
  build(row: SenderRow): Sender {
    const { id, provider: kind, phone, state } = row;
    const options = this.optionsOf(row);
    const connection = this.connect({ id, kind, phone, options });
    return {
      id,
      kind,
      phone,
      ...connection,
      limits: JSON.parse(row.limits) as SenderLimits,
      state,
      paused: state === 'paused',
    };
  }

  /** A provider for what an operator describes; throws as `build` does. */
  connect(definition: Omit<SenderDefinition, 'limits'>): Connection {
    const { id, phone, options } = definition;
    return this.kind(definition.kind).connect({ ...options, phone }, id, this.http);
  }

  /** @throws UnknownProvider */
  kind(name: string): ProviderKind {
    const kind = this.kinds.find((each) => each.name === name);
    if (!kind) throw new UnknownProvider(name);
    return kind;
  }

  /** @throws CannotOpen */
  optionsOf({ id, options }: Pick<SenderRow, 'id' | 'options'>): Options {
    return JSON.parse(this.box.open(options, ownerOf(id))) as Options;
  }

  seal(id: string, options: Options): string {
    return this.box.seal(JSON.stringify(options), ownerOf(id));
  }
}

function ownerOf(id: string): string {
  return `sender:${id}`;
}

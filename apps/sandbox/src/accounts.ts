/** The vendors this sandbox stands in for. */
export type Provider = 'gupshup' | 'kaleyra';

/** Every provider, in the order in which they are shown. */
export const PROVIDERS: readonly Provider[] = ['gupshup', 'kaleyra'];

/** One Gupshup app of the sandbox. */
export interface GupshupAccount {
  readonly appId: string;
  /** The partner app token that its calls carry. */
  readonly token: string;
  /** The app's business number. @default "+919876500001" */
  readonly phone?: string;
  /** @default "111111111111111" */
  readonly wabaId?: string;
  /** @default "222222222222222" */
  readonly phoneNumberId?: string;
  /** `false`: every send is refused, because Callback Billing is off. @default true */
  readonly callbackBilling?: boolean;
  /** `false`: every send is refused, because the app is not on the Cloud API. @default true */
  readonly cloud?: boolean;
  /** `true`: `recipient` (a business-scoped user id) may stand in for `to`. @default false */
  readonly bsuid?: boolean;
  /** How many messages the wallet still pays for; after that they fail with Gupshup's code 1003. @default unlimited */
  readonly balance?: number;
}

/** One business number of a Kaleyra account. */
export interface KaleyraNumber {
  readonly phone: string;
  /** `v1`: sending on the v2 path is refused with the version's WA-401. @default "v2" */
  readonly version?: 'v1' | 'v2';
  /** @default "333333333333333" */
  readonly wabaId?: string;
  /** @default "444444444444444" */
  readonly phoneNumberId?: string;
}

/** One Kaleyra account (SID) of the sandbox. */
export interface KaleyraAccount {
  readonly sid: string;
  readonly apiKey: string;
  /** The business numbers of the account; a text means that number with every default. */
  readonly phones: readonly (string | KaleyraNumber)[];
  /** `false`: every send is refused with the account's WA-401. @default true */
  readonly apiEnabled?: boolean;
  /** How many messages the account still pays for; after that they are refused with E110. @default unlimited */
  readonly balance?: number;
  /** What an accepted message is answered with; Kaleyra's pages name both. @default "WA202" */
  readonly successCode?: 'WA202' | 'WA200';
  /** The form of `data.message_id`: `A` and 19 characters, or a UUID. @default "opaque" */
  readonly messageIds?: 'opaque' | 'uuid';
  /** `true`: a `ref`, `ref1` or `ref2` above 255 characters is refused with WA400; what Kaleyra does is not documented. @default false */
  readonly strictRefs?: boolean;
}

/** Every account a sandbox knows. */
export interface SandboxAccounts {
  readonly gupshup: readonly GupshupAccount[];
  readonly kaleyra: readonly KaleyraAccount[];
}

/** The accounts of a sandbox that was given none. Made up: they open nothing but a sandbox. */
export const DEFAULT_ACCOUNTS = {
  gupshup: [
    {
      appId: 'bf9ee64c-3d4d-4ac4-8f00-732e577007c4',
      token: 'sk_0123456789abcdef0123456789abcdef',
      phone: '+919876500001',
    },
  ],
  kaleyra: [
    {
      sid: 'HXAP1600000097IN',
      apiKey: 'A0123456789abcdef0123456789abcdef',
      phones: ['+918635920000'],
    },
  ],
} as const satisfies SandboxAccounts;

export interface Message {
  readonly to?: string;
  readonly recipient?: string;
  readonly type: string;
}

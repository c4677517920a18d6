import { IsInt, IsOptional, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';
import { PLAIN_URL, PLAIN_URL_MESSAGE, VISIBLE } from '../option-patterns.js';

const E164 = /^\+[1-9]\d{6,14}$/;
const SECRET = /^[\x21-\x7e]{16,}$/;

/** A sender of the memory provider. Without any option it keeps what it is given and sends nothing anywhere. */
export class MemoryOptions {
  /**
   * The server to post to, for a test or a demo that wants real requests.
   * @default none: messages are kept in memory
   */
  @IsOptional()
  @IsUrl(PLAIN_URL, { message: PLAIN_URL_MESSAGE })
  readonly baseUrl?: string | undefined;

  /** The bearer token for `baseUrl`; required beside it. */
  @ValidateIf(({ baseUrl, token }: MemoryOptions) => baseUrl !== undefined || token !== undefined)
  @Matches(VISIBLE, { message: 'token must be given beside baseUrl, without spaces' })
  readonly token?: string | undefined;

  /** The number that sends, in E.164 with `+`; goes along as `from`. */
  @IsOptional()
  @Matches(E164, { message: 'phone must be in E.164, such as +919876500001' })
  readonly phone?: string | undefined;

  /** The key of the signature on callbacks. Without it every callback is taken. */
  @IsOptional()
  @Matches(SECRET, { message: 'callbackSecret must have at least 16 characters, without spaces' })
  readonly callbackSecret?: string | undefined;

  /**
   * How many messages are kept, the newest; older ones are forgotten.
   * @default 1000
   */
  @IsOptional()
  @IsInt({ message: 'keep must be a whole number' })
  @Min(0, { message: 'keep must not be negative' })
  @Max(1_000_000, { message: 'keep must be at most 1000000' })
  readonly keep?: number | undefined = 1_000;
}

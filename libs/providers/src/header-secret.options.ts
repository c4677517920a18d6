import { IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VISIBLE_WORDS = /^[\x21-\x7e]+( [\x21-\x7e]+)*$/;

/** How callbacks of a vendor that signs nothing are proved: `HeaderSecret` compares. */
export class HeaderSecretOptions {
  /**
   * The header in which callbacks carry `callbackSecret`.
   * @default 'authorization'
   */
  @IsOptional()
  @Matches(HEADER_NAME, { message: 'callbackHeader must be the name of an HTTP header' })
  readonly callbackHeader?: string | undefined = 'authorization';

  /**
   * The whole value that `callbackHeader` must have, as the vendor was told it: a value of your own, `Basic …` or
   * `Bearer …`. Without it every callback counts as the vendor's, and only the secrecy of the address protects it.
   */
  @IsOptional()
  @IsString({ message: 'callbackSecret must be text' })
  @IsNotEmpty({ message: 'callbackSecret must not be empty' })
  @Matches(VISIBLE_WORDS, {
    message: 'callbackSecret must be the exact value of the header, in plain ASCII',
  })
  readonly callbackSecret?: string | undefined;
}

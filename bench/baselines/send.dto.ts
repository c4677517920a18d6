import { Type } from 'class-transformer';
import {
  Equals,
  IsBoolean,
  IsDefined,
  IsOptional,
  IsPhoneNumber,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';

/** The text of a message, as an application that sends texts would check it. */
export class TextDto {
  @IsString()
  @Length(1, 4096)
  readonly body: string;

  @IsOptional()
  @IsBoolean()
  readonly preview_url?: boolean;
}

/** Meta's message object, of one type only. */
export class MessageDto {
  @Equals('whatsapp')
  readonly messaging_product: string;

  @IsPhoneNumber()
  readonly to: string;

  @Equals('text')
  readonly type: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => TextDto)
  readonly text: TextDto;
}

/** The request that both hand-written baselines take. */
export class SendDto {
  @IsString()
  @Length(1, 64)
  readonly sender: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => MessageDto)
  readonly message: MessageDto;
}

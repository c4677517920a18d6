import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The fields of a postal address in India. */
class AddressFields {
  /** The recipient of deliveries. */
  @IsOptional()
  @IsString()
  readonly name?: string;

  /** Whom to call about a delivery. */
  @IsOptional()
  @IsString()
  readonly phone_number?: string;

  /** The Indian postal code. */
  @IsOptional()
  @IsString()
  readonly in_pin_code?: string;

  /** Flat or house. */
  @IsOptional()
  @IsString()
  readonly house_number?: string;

  /** Floor. */
  @IsOptional()
  @IsString()
  readonly floor_number?: string;

  /** Tower or block. */
  @IsOptional()
  @IsString()
  readonly tower_number?: string;

  /** Building or apartment block. */
  @IsOptional()
  @IsString()
  readonly building_name?: string;

  /** Street and locality. */
  @IsOptional()
  @IsString()
  readonly address?: string;

  /** Landmark or area nearby. */
  @IsOptional()
  @IsString()
  readonly landmark_area?: string;

  /** City or town. */
  @IsOptional()
  @IsString()
  readonly city?: string;

  /** State. */
  @IsOptional()
  @IsString()
  readonly state?: string;
}

/** A postal address in India, as far as it is known. */
export class AddressValues extends AddressFields {
  /** The Indian postal code, at most six characters. */
  @IsOptional()
  @MaxLength(6)
  declare readonly in_pin_code?: string;
}

/** What is wrong with the address that the recipient gave, per field, in words for the recipient. */
export class AddressErrors extends AddressFields {}

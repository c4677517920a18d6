import { IsOptional, IsString, MaxLength } from 'class-validator';

/** A postal address in India, as far as it is known. */
export class AddressValues {
  @IsOptional()
  @IsString()
  readonly name?: string;

  @IsOptional()
  @IsString()
  readonly phone_number?: string;

  /** At most six characters. */
  @IsOptional()
  @MaxLength(6)
  readonly in_pin_code?: string;

  @IsOptional()
  @IsString()
  readonly house_number?: string;

  @IsOptional()
  @IsString()
  readonly floor_number?: string;

  @IsOptional()
  @IsString()
  readonly tower_number?: string;

  @IsOptional()
  @IsString()
  readonly building_name?: string;

  @IsOptional()
  @IsString()
  readonly address?: string;

  @IsOptional()
  @IsString()
  readonly landmark_area?: string;

  @IsOptional()
  @IsString()
  readonly city?: string;

  @IsOptional()
  @IsString()
  readonly state?: string;
}

/** What is wrong with the address that the recipient gave, per field, in words for the recipient. */
export class AddressErrors {
  @IsOptional()
  @IsString()
  readonly name?: string;

  @IsOptional()
  @IsString()
  readonly phone_number?: string;

  @IsOptional()
  @IsString()
  readonly in_pin_code?: string;

  @IsOptional()
  @IsString()
  readonly house_number?: string;

  @IsOptional()
  @IsString()
  readonly floor_number?: string;

  @IsOptional()
  @IsString()
  readonly tower_number?: string;

  @IsOptional()
  @IsString()
  readonly building_name?: string;

  @IsOptional()
  @IsString()
  readonly address?: string;

  @IsOptional()
  @IsString()
  readonly landmark_area?: string;

  @IsOptional()
  @IsString()
  readonly city?: string;

  @IsOptional()
  @IsString()
  readonly state?: string;
}

import { IsIn, IsInt, IsOptional, MaxLength, Min } from 'class-validator';

/** A sum of money. */
export class Amount {
  /**
   * The amount times the offset: 12.34 is 1234.
   * @example 1234
   */
  @IsInt()
  @Min(0)
  readonly value: number;

  /** Always 100. */
  @IsIn([100])
  readonly offset: 100;
}

/** A sum of money that says what it is for. */
export class DescribedAmount extends Amount {
  /** At most 60 characters. */
  @IsOptional()
  @MaxLength(60)
  readonly description?: string;
}

/** What is taken off. */
export class Discount extends DescribedAmount {
  /** The programme that gives an incentive, at most 60 characters. */
  @IsOptional()
  @MaxLength(60)
  readonly discount_program_name?: string;
}

import { Length } from 'class-validator';

/** The text of an interactive message. */
export class InteractiveBody {
  /** 1 to 1024 characters. */
  @Length(1, 1024)
  readonly text: string;
}

/** The small print. */
export class InteractiveFooter {
  /** 1 to 60 characters. */
  @Length(1, 60)
  readonly text: string;
}

import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, Length, MaxLength } from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { AtMostInAll, TitledUnlessAlone, Unique } from '../validation/rules.decorator.js';
import { TextHeader } from './header.dto.js';
import { InteractiveFooter } from './parts.dto.js';

/** The text of a list message, which may be longer than that of others. */
export class ListBody {
  /** 1 to 4096 characters; an older page of Meta's allows 1024. */
  @Length(1, 4096)
  readonly text: string;
}

/** A choice. */
export class ListRow {
  /** Comes back with the answer: 1 to 200 characters, unique in the message. */
  @Length(1, 200)
  readonly id: string;

  /** 1 to 24 characters. */
  @Length(1, 24)
  readonly title: string;

  /** At most 72 characters. */
  @IsOptional()
  @MaxLength(72)
  readonly description?: string;
}

/** Choices that belong together. */
export class ListSection {
  /**
   * 1 to 24 characters. Required where there is more than one section; the newest of Meta's pages requires it always.
   */
  @IsOptional()
  @Length(1, 24)
  readonly title?: string;

  /** At least one; at most ten in all sections together. */
  @ArrayMinSize(1)
  @NestedList(ListRow)
  readonly rows: readonly ListRow[];
}

/** The button that opens the list, and the list. */
@TitledUnlessAlone('sections')
@AtMostInAll('sections[].rows[]', 10, 'rows')
@Unique('sections[].rows[].id', 'id')
export class ListAction {
  /** What the button says, 1 to 20 characters. */
  @Length(1, 20)
  readonly button: string;

  /** One to ten. */
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @NestedList(ListSection)
  readonly sections: readonly ListSection[];
}

/**
 * A text with a list of up to ten choices
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages).
 */
export class ListInteractive {
  @IsIn(['list'])
  readonly type: 'list';

  /** Text only. */
  @IsOptional()
  @Nested(TextHeader)
  readonly header?: TextHeader;

  @Nested(ListBody)
  readonly body: ListBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(ListAction)
  readonly action: ListAction;
}

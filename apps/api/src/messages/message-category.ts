/** What a caller may say that a message is for, by Meta's categories of templates. */
export const CATEGORIES = ['authentication', 'marketing', 'utility', 'service'] as const;

/** The rest of a sentence that begins with the member's name. */
export const CATEGORY_RULE = 'must be authentication, marketing, utility or service';

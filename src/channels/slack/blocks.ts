/** Slack's own names for what the bot posts. */
import type { types } from '@slack/bolt';

export type KnownBlock = types.KnownBlock;
export type RichTextPart = types.RichTextBlockElement;
export type RichTextElement = types.RichTextText | types.RichTextLink;
export type RichTextStyle = NonNullable<types.RichTextText['style']>;
export type TableCell = types.TableBlock['rows'][number][number];
export type TableColumn = NonNullable<types.TableBlock['column_settings']>[number];

/** `offset` is documented and missing from the types: the number before the list's first. */
export type RichTextList = types.RichTextList & { offset?: number };

/** What every part of the Slack channel works with. */
import type { Directory } from './directory.ts';
import type { SlackApi } from './slack-api.ts';
import type { SlackOptions } from './slack-options.ts';

export interface SlackParts {
  readonly api: SlackApi;
  readonly directory: Directory;
  readonly options: SlackOptions;
}

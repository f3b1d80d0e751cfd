/** The articles as a retriever of LangChain, for chains of your own; the bot does not load it. */
import type { CallbackManagerForRetrieverRun } from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Knowledge } from '../desk/ports.ts';
import type { Audience } from '../desk/types.ts';

export interface PassagesRetrieverOptions {
  readonly knowledge: Pick<Knowledge, 'search'>;
  readonly audience: Audience;
  readonly limit: number;
}

export class PassagesRetriever extends BaseRetriever {
  override lc_namespace = ['earshot', 'knowledge'];
  readonly #options: PassagesRetrieverOptions;

  constructor(options: PassagesRetrieverOptions) {
    super();
    this.#options = options;
  }

  override async _getRelevantDocuments(
    text: string,
    _run?: CallbackManagerForRetrieverRun,
  ): Promise<Document[]> {
    const { knowledge, audience, limit } = this.#options;
    const { passages, confidence } = await knowledge.search({ text, audience, limit });
    return passages.map(
      ({ text: pageContent, id, ...metadata }) =>
        new Document({ pageContent, id, metadata: { ...metadata, confidence } }),
    );
  }
}

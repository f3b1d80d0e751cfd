/** Who wants to hear of what was written, within this process. */
export interface Announcements {
  readonly changed: Topic<string>;
  readonly arrived: Topic<void>;
  readonly due: Topic<void>;
}

export interface Topic<T> {
  /** Returns the way to stop. */
  listen(listener: (subject: T) => void): () => void;
  /** Tells all listeners, after the present call has returned. */
  announce(subject: T): void;
}

export function createAnnouncements(): Announcements {
  return { changed: createTopic(), arrived: createTopic(), due: createTopic() };
}

function createTopic<T>(): Topic<T> {
  const listeners = new Set<(subject: T) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(subject) {
      for (const listener of listeners) queueMicrotask(() => listener(subject));
    },
  };
}

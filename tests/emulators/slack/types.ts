/** What a test sees of the local Slack server. */
import type { Faults } from './faults.ts';
import type { Settings } from './settings.ts';

export type Json = { readonly [key: string]: unknown };
export type Block = Json & { readonly type: string };

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
}

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  /** Of the thread that it stands in; a root carries its own once it has replies. */
  readonly threadTs?: string | undefined;
  readonly user: string;
  readonly botId?: string | undefined;
  readonly username?: string | undefined;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
  readonly metadata?: Json | undefined;
  readonly edited?: { readonly user: string; readonly ts: string } | undefined;
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly files: readonly SlackFile[];
  readonly subtype?: string | undefined;
  readonly clientMsgId?: string | undefined;
  readonly ephemeralFor?: string | undefined;
  readonly streaming?: boolean | undefined;
}

export interface OpenView {
  readonly id: string;
  readonly user: string;
  readonly callbackId: string;
  readonly title: string;
  /** Undefined where the modal has nothing to submit. */
  readonly submitLabel: string | undefined;
  readonly blocks: readonly Block[];
  readonly privateMetadata: string;
  readonly hash: string;
  readonly view: Json;
  readonly previousViewId: string | null;
  readonly rootViewId: string;
}

export interface Shown {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly text: string;
  readonly at: number;
  readonly user: string;
  /** The one person who could read it, where it was ephemeral. */
  readonly onlyFor: string | undefined;
}

export interface Ping {
  readonly channel: string;
  readonly ts: string;
  /** channel, here, everyone, a user or a user group. */
  readonly target: string;
  readonly text: string;
}

export interface Link {
  readonly channel: string;
  readonly ts: string;
  readonly url: string;
  readonly label: string | undefined;
}

export interface AssistantStatus {
  readonly channel: string;
  readonly threadTs: string;
  readonly status: string;
  readonly at: number;
}

export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
  /** `ok`, Slack's error code, or the fault that met the call. */
  readonly result: string;
  readonly as: 'bot' | 'app' | 'nobody';
}

export interface EventDelivery {
  readonly eventId: string;
  readonly type: string;
  readonly sentAt: number;
  readonly ackedAt: number | null;
  readonly attempt: number;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly teamId: string;
  readonly isBot: boolean;
  readonly presence: 'active' | 'away';
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  readonly isShared: boolean;
  readonly isArchived: boolean;
  readonly members: readonly string[];
}

export type InputValues = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

export interface SlackEmulator {
  readonly url: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly settings: Settings;
  readonly faults: Faults;

  /** HTTP mode: asks the address for Slack's challenge, then sends every event there. */
  sendEventsTo(url: string): void;
  /** Rejects where the address did not answer the challenge. */
  verified(): Promise<void>;

  addUser(user: NewUser): string;
  addChannel(channel: NewChannel): string;
  addUserGroup(group: { id?: string; handle: string; users: readonly string[] }): string;
  setUserGroup(id: string, users: readonly string[]): void;
  setPresence(user: string, presence: 'active' | 'away'): void;
  archive(channel: string): void;
  join(channel: string, user: string): Promise<void>;
  /** Takes the bot, or anyone, out of a channel. */
  leave(channel: string, user: string): void;
  openDm(user: string): string;
  openAssistant(user: string, context?: { channel: string }): { channel: string; threadTs: string };
  changeAssistantContext(user: string, threadTs: string, channel: string): void;
  openHome(user: string): void;

  /** Resolves to its ts once it is stored; `<`, `>` and `&` outside of Slack's tokens are escaped. */
  post(message: NewPost): Promise<string>;
  edit(channel: string, ts: string, text: string): Promise<void>;
  remove(channel: string, ts: string): Promise<void>;
  react(reaction: { user: string; channel: string; ts: string; name: string }): Promise<void>;
  unreact(reaction: { user: string; channel: string; ts: string; name: string }): Promise<void>;
  /** Resolves when acknowledged; rejects where this person sees no such button, or none answers. */
  press(press: NewPress): Promise<void>;
  pressInView(press: {
    user: string;
    viewId: string;
    actionId: string;
    value?: string;
  }): Promise<void>;
  views(user: string): readonly OpenView[];
  submit(
    user: string,
    viewId: string,
    values: InputValues,
  ): Promise<{ errors?: Readonly<Record<string, string>> }>;
  closeView(user: string, viewId: string): Promise<void>;
  /** Resolves to the texts of the immediate response. */
  command(command: NewCommand): Promise<readonly string[]>;
  shortcut(shortcut: {
    user: string;
    channel: string;
    ts: string;
    callbackId: string;
  }): Promise<void>;

  messages(channel: string): readonly SlackMessage[];
  /** The root first, where it still stands. */
  thread(channel: string, ts: string): readonly SlackMessage[];
  ephemerals(user: string, channel?: string): readonly SlackMessage[];
  everShown(): readonly Shown[];
  assistantStatus(channel: string, threadTs: string): string;
  suggestedPrompts(channel: string, threadTs: string): readonly SuggestedPrompt[];
  assistantTitle(channel: string, threadTs: string): string;
  reactions(channel: string, ts: string): readonly string[];
  /** Who there is, the bot included. */
  users(): readonly Person[];
  channels(): readonly Place[];
  assistantThreads(user: string): readonly { channel: string; threadTs: string; title: string }[];
  readonly statuses: readonly AssistantStatus[];
  /** What the bot's own words did: whom they called, where they linked, what they unfurled. */
  readonly pings: readonly Ping[];
  readonly links: readonly Link[];
  readonly unfurls: readonly { readonly channel: string; readonly ts: string }[];
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly EventDelivery[];
  /** Called after each change that a person could see. */
  watch(listener: () => void): () => void;
  idle(): Promise<void>;
  connections(): number;
  /** Resolves when the bot has at least this many sockets. */
  connected(sockets?: number): Promise<void>;
  disconnect(reason?: Disconnect, which?: 'all' | 'oldest'): Promise<void>;
  /** Sends any event, for what has no verb here. */
  emit(event: Json, channel?: string): void;
  /** Tells the app that it gets no events for a while; there is no event in it. */
  limitEvents(): void;
  stop(): Promise<void>;
}

export type Disconnect = 'refresh_requested' | 'warning' | 'cut';

export interface SuggestedPrompt {
  readonly title: string;
  readonly message: string;
}

export interface NewUser {
  readonly id?: string;
  readonly name: string;
  readonly realName?: string;
  readonly teamId?: string;
  readonly isBot?: boolean;
}

export interface NewChannel {
  readonly id?: string;
  readonly name: string;
  readonly members?: readonly string[];
  readonly isPrivate?: boolean;
  readonly isShared?: boolean;
  /** Whether the bot is in it; it is unless this is false. */
  readonly withBot?: boolean;
}

export interface NewPost {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly threadTs?: string | undefined;
  readonly files?: readonly { readonly name: string; readonly mimetype: string }[];
  /** `thread_broadcast`, `me_message`, `bot_message`, … */
  readonly subtype?: string;
}

export interface NewPress {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  /** Which of several alike, or what is picked in a select. */
  readonly value?: string;
}

export interface NewCommand {
  readonly user: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
  readonly threadTs?: string;
}

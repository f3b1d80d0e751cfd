/** One Slack workspace in memory: who is there, what stands where, and what was ever shown. */
import { createFaults, type Faults } from './faults.ts';
import { newSettings, type Settings } from './settings.ts';
import type {
  AssistantStatus,
  Json,
  Link,
  NewChannel,
  NewUser,
  OpenView,
  Ping,
  Shown,
  SlackMessage,
  SuggestedPrompt,
} from './types.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly teamId: string;
  readonly isBot: boolean;
  presence: 'active' | 'away';
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im';
  readonly members: Set<string>;
  readonly isShared: boolean;
  isArchived: boolean;
  /** Oldest first. */
  readonly messages: Map<string, SlackMessage>;
  /** The replies of each root, oldest first. */
  readonly threads: Map<string, Set<string>>;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  users: readonly string[];
  updatedAt: number;
}

export interface Trigger {
  readonly user: string;
  readonly madeAt: number;
  used: boolean;
}

export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly messageTs: string | undefined;
  readonly madeAt: number;
  uses: number;
}

export interface AssistantThread {
  readonly channel: string;
  readonly user: string;
  status: string;
  statusAt: number;
  prompts: readonly SuggestedPrompt[];
  title: string;
}

export interface Workspace {
  readonly settings: Settings;
  readonly faults: Faults;
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly domain: string;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly groups: Map<string, UserGroup>;
  readonly ephemerals: Map<string, SlackMessage>;
  readonly views: Map<string, OpenView>;
  readonly homes: Map<string, Json>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** By channel and thread. */
  readonly threads: Map<string, AssistantThread>;
  /** When each running stream began. */
  readonly streams: Map<string, NodeJS.Timeout>;
  readonly shown: Shown[];
  readonly pings: Ping[];
  readonly links: Link[];
  readonly unfurls: { readonly channel: string; readonly ts: string }[];
  readonly statuses: AssistantStatus[];
  newTs(): string;
  newId(prefix: string): string;
  addUser(user: NewUser): User;
  addChannel(channel: NewChannel & { readonly kind?: 'im' }): Channel;
  /** To the bot, where it is in the channel and its manifest asks for such events. */
  emit(event: Json, channel?: Channel): void;
  /** Tells whoever watches that something on the screen changed. */
  changed(): void;
  readonly watchers: Set<() => void>;
}

export const nowMs = (): number => performance.timeOrigin + performance.now();

export const key = (channel: string, ts: string): string => `${channel}:${ts}`;

export function createWorkspace(send: (event: Json, channel?: Channel) => void): Workspace {
  const teamId = 'T0EARSHOT';
  const botUserId = 'U0EARSHOT';
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const watchers = new Set<() => void>();
  let lastMicros = 0;
  let lastId = 0;
  const newId = (prefix: string) => {
    lastId += 1;
    return `${prefix}0${lastId.toString(36).toUpperCase().padStart(8, '0')}`;
  };
  const addUser = (user: NewUser): User => {
    const record: User = {
      id: user.id ?? newId('U'),
      name: user.name,
      realName: user.realName ?? user.name,
      teamId: user.teamId ?? teamId,
      isBot: user.isBot ?? false,
      presence: 'active',
    };
    users.set(record.id, record);
    return record;
  };
  const addChannel = (channel: NewChannel & { readonly kind?: 'im' }): Channel => {
    const kind = channel.kind ?? (channel.isPrivate === true ? 'group' : 'channel');
    const record: Channel = {
      id: channel.id ?? newId(kind === 'im' ? 'D' : 'C'),
      name: channel.name,
      kind,
      members: new Set([
        ...(channel.members ?? []),
        ...(channel.withBot === false ? [] : [botUserId]),
      ]),
      isShared: channel.isShared ?? false,
      isArchived: false,
      messages: new Map(),
      threads: new Map(),
    };
    channels.set(record.id, record);
    return record;
  };
  addUser({ id: botUserId, name: 'earshot', realName: 'Earshot', isBot: true });
  return {
    settings: newSettings(),
    faults: createFaults(),
    teamId,
    appId: 'A0EARSHOT',
    botId: 'B0EARSHOT',
    botUserId,
    domain: 'earshot-local',
    users,
    channels,
    groups: new Map(),
    ephemerals: new Map(),
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    threads: new Map(),
    streams: new Map(),
    shown: [],
    pings: [],
    links: [],
    unfurls: [],
    statuses: [],
    newTs: () => {
      lastMicros = Math.max(Math.floor(nowMs() * 1_000), lastMicros + 1);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    newId,
    addUser,
    addChannel,
    emit: send,
    changed: () => {
      for (const watcher of watchers) watcher();
    },
    watchers,
  };
}

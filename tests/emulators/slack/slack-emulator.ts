/** A stateful Slack on this machine, good enough for the real Bolt: `startSlackEmulator()`. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiServer, answerCall } from './api/call.ts';
import { createRateLimits } from './api/rate-limits.ts';
import { respond } from './api/response-url.ts';
import { createDelivery } from './delivery.ts';
import { envelopeOf } from './event-feed.ts';
import { createHttpEvents } from './http-events.ts';
import { createInteractions } from './interactions.ts';
import { createPeople } from './people.ts';
import { readBody } from './read-body.ts';
import { createReadings } from './readings.ts';
import { createSocketMode } from './socket-mode.ts';
import type { ApiCall, Json, SlackEmulator } from './types.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export { readMessage } from './read-message.ts';
export type * from './types.ts';

export interface EmulatorOptions {
  /** Any free one where it is missing. */
  readonly port?: number;
  readonly mode?: 'socket' | 'http';
  readonly eventsUrl?: string;
  /** Serves whatever is not Slack's own, such as a page. */
  readonly serve?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export async function startSlackEmulator(options: EmulatorOptions = {}): Promise<SlackEmulator> {
  const signingSecret = 'local-signing-secret';
  const botToken = 'xoxb-local-bot-token';
  const appToken = 'xapp-local-app-token';
  const calls: ApiCall[] = [];
  let url = '';
  const workspace: Workspace = createWorkspace((event, channel) => {
    const envelope = envelopeOf(workspace, event, channel);
    if (envelope !== undefined) delivery.event(envelope);
  });
  const sockets = createSocketMode(workspace);
  const http = createHttpEvents(workspace, signingSecret);
  let mode = options.mode ?? 'socket';
  const delivery = createDelivery(workspace, () => (mode === 'socket' ? sockets : http));

  const api: ApiServer = {
    workspace,
    botToken,
    appToken,
    calls,
    limits: createRateLimits(workspace.settings),
    newSocketUrl: () => `${url.replace(/^http/, 'ws')}${sockets.newTicket()}`,
  };
  const server = createServer((request, response) => {
    route(api, options, request, response).catch((error: unknown) => {
      console.error('[slack emulator]', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // Keep-alive connections that outlive a call must not end under the next one.
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', sockets.upgrade);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sendEventsTo = (address: string) => {
    mode = 'http';
    http.sendTo(address);
  };
  if (options.eventsUrl !== undefined) sendEventsTo(options.eventsUrl);

  return {
    ...createPeople(workspace),
    ...createInteractions(workspace, delivery, () => url),
    ...createReadings(workspace),
    url,
    apiUrl: `${url}/api/`,
    botToken,
    appToken,
    signingSecret,
    teamId: workspace.teamId,
    appId: workspace.appId,
    botUserId: workspace.botUserId,
    botId: workspace.botId,
    settings: workspace.settings,
    faults: workspace.faults,
    sendEventsTo,
    verified: http.verified,
    calls,
    deliveries: delivery.deliveries,
    idle: delivery.idle,
    connections: sockets.count,
    connected: async (count = 1) => await sockets.connected(count),
    disconnect: async (reason = 'refresh_requested', which = 'all') =>
      await sockets.disconnect(reason, which),
    emit: (event, channel) => workspace.emit(event, workspace.channels.get(channel ?? '')),
    limitEvents: () =>
      delivery.event({
        eventId: workspace.newId('Ev'),
        type: 'app_rate_limited',
        body: {
          type: 'app_rate_limited',
          token: 'verification-token',
          team_id: workspace.teamId,
          api_app_id: workspace.appId,
          minute_rate_limited: Math.floor(Date.now() / 60_000) * 60,
        },
      }),
    stop: async () => {
      delivery.stop();
      await sockets.stop();
      for (const timer of workspace.streams.values()) clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

async function route(
  api: ApiServer,
  options: EmulatorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  const method = /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
  if (method !== undefined) return await answerCall(api, method, request, response);
  const answered = /^\/actions\/\w+\/(\w+)$/.exec(pathname)?.[1];
  if (answered !== undefined && request.method === 'POST') {
    const args = JSON.parse((await readBody(request)) || '{}') as Json;
    const [status, body] = respond(api.workspace, answered, args);
    response.writeHead(status).end(body);
    return;
  }
  if (options.serve !== undefined) return await options.serve(request, response);
  response.writeHead(404).end();
}

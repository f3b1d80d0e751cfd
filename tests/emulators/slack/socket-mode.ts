/** Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Parcel, Receipt, Transport } from './delivery.ts';
import type { Disconnect, Json } from './types.ts';
import type { Workspace } from './workspace.ts';

export interface SocketMode extends Transport {
  /** A path for one connection. */
  newTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  connected(sockets: number): Promise<void>;
  disconnect(reason: Disconnect, which: 'all' | 'oldest'): Promise<void>;
  stop(): Promise<void>;
}

const maxConnections = 10;

export function createSocketMode(workspace: Workspace): SocketMode {
  const server = new WebSocketServer({ noServer: true, clientTracking: true });
  const tickets = new Set<string>();
  /** Those that take events, oldest first. */
  const open: WebSocket[] = [];
  const awaited = new Map<string, (receipt: Receipt) => void>();
  const arrivals = new Set<() => void>();
  let turn = 0;

  const retire = (socket: WebSocket) => {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
    for (const check of [...arrivals]) check();
  };

  const welcome = (socket: WebSocket) => {
    socket.on('error', () => socket.terminate());
    if (open.length >= maxConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    const pings = setInterval(() => socket.ping(), workspace.settings.serverPingMs);
    pings.unref();
    socket.on('close', () => {
      clearInterval(pings);
      retire(socket);
    });
    socket.on('message', (data) => acknowledge(String(data)));
    open.push(socket);
    socket.send(JSON.stringify(hello(workspace, open.length)));
    for (const check of [...arrivals]) check();
  };

  const acknowledge = (data: string) => {
    const { envelope_id, payload } = JSON.parse(data) as { envelope_id?: string; payload?: Json };
    const settle = awaited.get(envelope_id ?? '');
    awaited.delete(envelope_id ?? '');
    settle?.({ acked: true, payload: payload ?? {} });
  };

  /** A connection may be on its way: Slack gives it as long as an acknowledgement. */
  const whenOpen = (count: number, timeoutMs?: number) =>
    new Promise<boolean>((resolve) => {
      if (open.length >= count) return resolve(true);
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => finish(false), timeoutMs);
      const finish = (there: boolean) => {
        clearTimeout(timer);
        arrivals.delete(check);
        resolve(there);
      };
      const check = () => open.length >= count && finish(true);
      arrivals.add(check);
    });

  const send = async (parcel: Parcel): Promise<Receipt> => {
    const { ackTimeoutMs } = workspace.settings;
    if (open.length === 0 && !(await whenOpen(1, ackTimeoutMs)))
      return { acked: false, reason: 'no_connection' };
    if (parcel.copy === 0) turn += 1;
    const socket = open[(turn + parcel.copy) % open.length];
    const envelopeId = randomUUID();
    return await new Promise<Receipt>((resolve) => {
      const timer = setTimeout(() => {
        awaited.delete(envelopeId);
        resolve({ acked: false, reason: 'timeout' });
      }, ackTimeoutMs);
      awaited.set(envelopeId, (receipt) => {
        clearTimeout(timer);
        resolve(receipt);
      });
      socket?.send(JSON.stringify(envelope(envelopeId, parcel)));
    });
  };

  return {
    send,
    newTicket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${workspace.appId}`;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket');
      if (!tickets.delete(ticket ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    count: () => open.length,
    connected: async (sockets) => {
      await whenOpen(sockets);
    },
    disconnect: async (reason, which) => {
      const leaving = which === 'all' ? [...open] : open.slice(0, 1);
      await Promise.all(leaving.map((socket) => part(workspace, socket, reason, retire)));
    },
    stop: async () => {
      for (const settle of awaited.values()) settle({ acked: false, reason: 'stopped' });
      await Promise.all([...server.clients].map(close));
      server.close();
    },
  };
}

/** With a handshake, so that an app which is stopping too hears of no broken socket. */
function close(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), 250);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1_001);
  });
}

function part(
  workspace: Workspace,
  socket: WebSocket,
  reason: Disconnect,
  retire: (socket: WebSocket) => void,
): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    retire(socket);
    if (reason === 'cut') return socket.terminate();
    const debug_info = { host: 'local' };
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info }));
    setTimeout(() => socket.close(), workspace.settings.disconnectGraceMs).unref();
  });
}

const hello = (workspace: Workspace, connections: number) => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host: 'local', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: workspace.appId },
});

const envelope = (envelopeId: string, parcel: Parcel) => ({
  envelope_id: envelopeId,
  payload: parcel.payload,
  type: parcel.type,
  accepts_response_payload: parcel.type !== 'events_api',
  ...(parcel.type === 'events_api'
    ? { retry_attempt: parcel.attempt, retry_reason: parcel.reason }
    : {}),
});

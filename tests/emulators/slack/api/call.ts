/** One Web API call over HTTP, from its token to its answer, with whatever fault meets it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallFault } from '../faults.ts';
import { readBody } from '../read-body.ts';
import type { ApiCall, Json } from '../types.ts';
import { nowMs, type Workspace } from '../workspace.ts';
import { SlackError, wordArg } from './arguments.ts';
import { type Caller, forAppToken, methods, scopesFor } from './methods.ts';
import type { RateLimits } from './rate-limits.ts';

export interface ApiServer {
  readonly workspace: Workspace;
  readonly botToken: string;
  readonly appToken: string;
  readonly limits: RateLimits;
  readonly calls: ApiCall[];
  newSocketUrl(): string;
}

export async function answerCall(
  server: ApiServer,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const at = nowMs();
  const args = await readArguments(request);
  const token = tokenOf(request, args);
  const as = token === server.botToken ? 'bot' : token === server.appToken ? 'app' : 'nobody';
  const note = (result: string) => server.calls.push({ method, args, at, result, as });
  const fault = server.workspace.faults.drawFor(method);
  if (fault?.delayMs !== undefined) await pause(fault.delayMs);
  if (fault?.trouble === 'reset_before') {
    note('reset_before');
    request.socket.destroy();
    return;
  }
  if (fault?.trouble === 'status_500' || fault?.trouble === 'status_503') {
    note(fault.trouble);
    response.writeHead(fault.trouble === 'status_500' ? 500 : 503).end('upstream trouble');
    return;
  }
  const waitSeconds = limitOf(server, method, args, fault);
  if (waitSeconds > 0) {
    note('ratelimited');
    response.setHeader('retry-after', String(waitSeconds));
    return reply(server, response, 429, { ok: false, error: 'ratelimited' });
  }
  const answer = carryOut(server, method, args, token);
  const result = answer.ok === true ? 'ok' : String(answer.error);
  if (fault?.trouble === 'reset_after') {
    note(`reset_after:${result}`);
    request.socket.destroy();
    return;
  }
  if (fault?.trouble === 'status_503_after') {
    note(`status_503_after:${result}`);
    response.writeHead(503).end('upstream trouble');
    return;
  }
  note(result);
  reply(server, response, 200, answer);
}

function limitOf(
  server: ApiServer,
  method: string,
  args: Json,
  fault: CallFault | undefined,
): number {
  if (fault?.trouble === 'rate_limited') return fault.retryAfterSeconds ?? 1;
  return server.limits.waitSeconds(method, wordArg(args, 'channel') ?? '');
}

function carryOut(server: ApiServer, method: string, args: Json, token: string | undefined): Json {
  const { workspace } = server;
  const found = methods[method];
  if (found === undefined) return { ok: false, error: 'unknown_method', req_method: method };
  const { botToken, appToken } = server;
  if (token === undefined) return { ok: false, error: 'not_authed' };
  if (token !== botToken && token !== appToken) return { ok: false, error: 'invalid_auth' };
  if (workspace.settings.tokens === 'revoked') return { ok: false, error: 'token_revoked' };
  const as = token === botToken ? 'bot' : 'app';
  const fits = as === 'app' ? forAppToken.includes(method) : method !== 'apps.connections.open';
  if (!fits) return { ok: false, error: 'not_allowed_token_type' };
  const needed = as === 'app' ? [] : scopesFor(method, channelOf(workspace, args), args);
  const granted = workspace.settings.scopes;
  if (needed.length > 0 && !needed.some((scope) => granted.includes(scope)))
    return {
      ok: false,
      error: 'missing_scope',
      needed: needed.join(','),
      provided: granted.join(','),
    };
  try {
    const caller: Caller = { as, newSocketUrl: server.newSocketUrl };
    return { ok: true, ...found(workspace, args, caller) };
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
}

const channelOf = (workspace: Workspace, args: Json) =>
  workspace.channels.get(wordArg(args, 'channel') ?? '');

function reply(server: ApiServer, response: ServerResponse, status: number, answer: Json): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': server.workspace.settings.scopes.join(','),
    'x-slack-req-id': server.workspace.newId('R'),
  });
  response.end(JSON.stringify(answer));
}

function tokenOf(request: IncomingMessage, args: Json): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? wordArg(args, 'token');
}

async function readArguments(request: IncomingMessage): Promise<Json> {
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  const body = await readBody(request);
  if (/json/.test(request.headers['content-type'] ?? '')) {
    try {
      return { ...Object.fromEntries(query), ...(JSON.parse(body || '{}') as Json) };
    } catch {
      return Object.fromEntries(query);
    }
  }
  return { ...Object.fromEntries(query), ...Object.fromEntries(new URLSearchParams(body)) };
}

# Earshot in a container. Usage: the article knowledge/going-online.md, or compose.yaml.
# Debian, since the packages `node` and `@lancedb/lancedb` bring programs for its C library.
FROM node:24-slim

# The pinned Node comes before the image's own, which only installs.
ENV NODE_ENV=production PATH=/app/node_modules/.bin:$PATH
# All addresses of the container; Earshot then refuses to start without DESK_TOKEN, and says so.
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data

WORKDIR /app

# `node` fetches its program in its install script, which `allowScripts` in package.json permits, and
# leaves beside it what the program was unpacked from: headers and manuals.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund \
 && npm cache clean --force \
 && rm -rf node_modules/node/node_modules \
 && node --version

COPY . .
RUN install -d -o node -g node -m 700 /data

USER node
VOLUME /data
EXPOSE 3000

# Without npm or a shell between, so that SIGTERM reaches the bot, which ends what is under way.
CMD ["node", "src/main.ts"]

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# One image for every role; docker-compose.yml tells which role a container plays.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
COPY jobs ./jobs
RUN npm ci

FROM node:20-bookworm-slim
ENV NODE_ENV=production BRIDGE_DATA=/data
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY src ./src
COPY mappings ./mappings
COPY config ./config
RUN useradd --system --create-home bridge && mkdir /data && chown bridge /data
USER bridge
VOLUME /data
EXPOSE 8420
ENTRYPOINT ["node", "--enable-source-maps", "/app/dist/src/cli/main.js"]
CMD ["start"]

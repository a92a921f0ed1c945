# The web client and its API in one image. The client is built in a stage of its own,
# so that neither its sources nor the tools that build it end up in what is shipped.

ARG NODE_VERSION=22.11.0
FROM node:${NODE_VERSION}-bookworm-slim AS base
ENV NODE_ENV=production \
    NPM_CONFIG_FUND=false \
    NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /srv/app

# Everything that is needed to compile native modules.
FROM base AS toolchain
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        ca-certificates \
        git \
        python3 \
        # libvips comes with headers of its own
        libvips-dev \
    && rm -rf /var/lib/apt/lists/*

FROM toolchain AS dependencies
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts=false --no-audit

FROM toolchain AS build
ARG PUBLIC_URL=/
ARG SENTRY_RELEASE
ENV NODE_ENV=development
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit
COPY tsconfig.json vite.config.ts ./
COPY public ./public
COPY src ./src
RUN npm run lint && npm run test -- --run && npm run build -- --base="${PUBLIC_URL}"

FROM base AS final
LABEL org.opencontainers.image.title="storefront" \
      org.opencontainers.image.description="The shop's front end and its API" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --system --gid 10001 shop \
    && useradd --system --uid 10001 --gid shop --home-dir /srv/app --shell /usr/sbin/nologin shop
COPY --from=dependencies --chown=shop:shop /srv/app/node_modules ./node_modules
COPY --from=build --chown=shop:shop /srv/app/dist ./dist
COPY --chown=shop:shop server ./server
USER shop
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["node", "server/healthcheck.js"]
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["server/index.js"]

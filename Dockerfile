# Weir for one machine: built in the first stage, run by the second without what it was built with. docs/operate.md says how
# to run it. To pin the base to the byte, give its digest: --build-arg BASE=node:24.21.0-bookworm-slim@sha256:…
ARG BASE=node:24.21.0-bookworm-slim

FROM ${BASE} AS build
WORKDIR /weir
ENV WRANGLER_SEND_METRICS=false
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY wrangler.toml tsconfig.json worker-configuration.d.ts ./
COPY src src
COPY migrations migrations
COPY scripts scripts
COPY dashboard dashboard
COPY review review
COPY widget widget
RUN npm run build

FROM ${BASE}
# The engine asks the system whom to trust when it calls a provider; whom, is to be as new as the image.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /weir
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY bin bin
COPY migrations migrations
COPY scripts scripts
COPY --from=build /weir/dist dist
COPY --from=build /weir/dashboard/public dashboard/public
# The user node, by number: who asks for no root (Kubernetes' runAsNonRoot) cannot tell by a name.
RUN install --directory --owner=1000 --group=1000 --mode=0700 /data
USER 1000:1000
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 WEIR_DATA_DIR=/data
VOLUME /data
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "scripts/serve.mjs"]

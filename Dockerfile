# The program alone, for a bridge in a cluster: docker build -t ossnotify:0.1.0 .
# A mirror of the base image: --build-arg NODE=registry.example.com/node:24-alpine
ARG NODE=node:24-alpine

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN node scripts/build.js

FROM ${NODE}
# Nothing is installed at run time, so the package managers are only weight and surface.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn*
WORKDIR /app
COPY package.json LICENSE ./
COPY bin bin
COPY --from=build /build/dist dist
# A user without a name or a home, as the manifests run it; the program asks for one all the same.
ENV NODE_ENV=production HOME=/nonexistent
USER 65532:65532
ENTRYPOINT ["node", "/app/bin/ossnotify.js"]
CMD ["--help"]

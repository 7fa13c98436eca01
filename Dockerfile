# An image that holds /plugin.wasm and its licence notices, as Envoy Gateway, Istio and ASM load it.
# scripts/image builds the same without a container engine. The Core Rule Set comes from a directory of yours:
#   docker build --build-context crs=DIRECTORY .    (crs-setup.conf.example and rules/); without it, no rules inside
FROM scratch AS crs

FROM swift:6.3-bookworm AS build
WORKDIR /portcullis
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    wasi-libc binaryen libclang-rt-14-dev-wasm32 python3
COPY NOTICE Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY scripts scripts
COPY wasm wasm
COPY --from=crs / /crs
ENV PORTCULLIS_CRS=/crs
RUN scripts/build-wasm && scripts/image --rootfs .build/rootfs

# One COPY, so one layer: the last one is the one that is read.
FROM scratch
COPY --from=build /portcullis/.build/rootfs /

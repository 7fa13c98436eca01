# An image that holds nothing but /plugin.wasm, as Envoy Gateway, Istio and ASM load it.
FROM swift:6.3-bookworm AS build
WORKDIR /portcullis
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    wasi-libc binaryen libclang-rt-14-dev-wasm32 python3
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY scripts scripts
COPY wasm wasm
RUN scripts/build-wasm

FROM scratch
COPY --from=build /portcullis/.build/plugin.wasm /plugin.wasm

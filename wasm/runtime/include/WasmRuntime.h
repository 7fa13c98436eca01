// The C functions Swift's runtime needs on wasm; nothing to call from Swift.

"""What of the wasm build is Python."""

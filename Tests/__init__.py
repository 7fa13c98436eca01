"""The tests that are written in Python: the module in the real Envoy, and its delivery."""

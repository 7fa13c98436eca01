"""The module in the real Envoy: tests, measurements and what they share.

All of it: `.venv/bin/python -m unittest discover -t . -s Tests/Envoy`, from the root of the checkout.
"""

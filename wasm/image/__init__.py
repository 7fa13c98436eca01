"""The OCI image of the module: see scripts/image."""

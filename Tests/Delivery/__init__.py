"""From the module to a cluster, each part against its real consumer: see scripts/test-delivery."""

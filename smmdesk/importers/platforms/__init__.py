"""The platforms: one module each, found by being here; what they declare is documented in docs/platforms.md."""

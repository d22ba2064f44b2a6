"""The example: three clients who do not exist, their thirteen months brought in through the real importers."""

from smmdesk.domain.demo.building import build_demo

__all__ = ["build_demo"]

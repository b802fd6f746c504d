"""Dataverse's Web API: the only place that knows its requests, rows and errors."""

from sopwizard.adapters.dataverse.address import understand
from sopwizard.adapters.dataverse.api import TIMEOUT, WebApi

__all__ = ["TIMEOUT", "WebApi", "understand"]

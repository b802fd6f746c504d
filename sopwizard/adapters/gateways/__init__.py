"""Opens environments: real ones over the network, training ones on this computer, both by the same adapter."""

from sopwizard.adapters.gateways.environments import Environments, Live, Training

__all__ = ["Environments", "Live", "Training"]

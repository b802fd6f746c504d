"""sopwizard: set up sales order integration between Dynamics 365 Sales and Supply Chain Management."""

__version__ = "0.1.0"

"""Dataverse's Web API: the only place that knows its requests, rows and errors.

Nothing is imported here: understanding an address should load no network library.
"""

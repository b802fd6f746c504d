"""The composition root: what the command line and the window are made of.

Everything is imported where it is first needed: printing the version loads no Qt, and the window no network library.
"""

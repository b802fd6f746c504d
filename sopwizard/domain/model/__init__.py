"""The nouns of the program, one module a subject: the first page of the window needs few of them.

Everything here is immutable and free of secrets: it may be saved, logged and shown. Times are timezone-aware UTC.
``None`` means unknown or absent, never "empty".
"""

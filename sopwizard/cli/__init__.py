"""The command line: a table of commands over the same verbs that the window uses."""

"""What a shell is told when the command ends, and not well."""

FAILED = 1
MISUSED = 2
"""The settings, or the command itself, are wrong; click says so of the command by the same number."""
INTERRUPTED = 130
"""What a shell calls an end by Ctrl-C."""

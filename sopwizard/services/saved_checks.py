"""A saved check as text with a digest, and back: what was altered is refused."""

from sopwizard.domain.saved import SavedCheck
from sopwizard.services.files import Kind

FORMAT = "sopwizard-check"
VERSION = 1
MAX_CHARACTERS = 64 * 1024 * 1024

CHECK = Kind(FORMAT, VERSION, "check", SavedCheck, MAX_CHARACTERS)
dump = CHECK.dump
load = CHECK.load
read = CHECK.read

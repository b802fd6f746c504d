"""Actions; grows."""
from sopwizard.adapters.simulator.errors import unknown_segment
from sopwizard.adapters.simulator.messages import Answer, Request
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address, Segment

UNBOUND: dict[str, object] = {}
def unbound(session: Session, request: Request, address: Address) -> Answer: raise unknown_segment("")
def on_set(session: Session, request: Request, table: Table, segment: Segment) -> Answer: raise unknown_segment(segment.name)
def on_row(session: Session, request: Request, segment: Segment, table: Table, key: str) -> Answer: raise unknown_segment(segment.name)

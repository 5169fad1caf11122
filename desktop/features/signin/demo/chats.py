"""A few chats of the demo floor with their transcript, waiting to be read: lines to quote as evidence."""

from db.queries import contacts, transcripts
from db.records.contacts import Channel, Contact
from db.records.transcripts import Speaker, Spoken, TranscriptFormat
from desktop.features.signin.demo.calls import Floor
from desktop.features.signin.demo.people import DemoAgent

TABLES = transcripts.TABLES
READ = 3
"""So many agents' newest unheard chat has a transcript."""
_CHAT = (
    (
        Speaker.CUSTOMER,
        0,
        "Hello, my parcel says delivered and nothing is here. I wrote about it on Monday too.",
    ),
    (Speaker.AGENT, 24, "Good morning. That is the second time you have to write, I am sorry."),
    (
        Speaker.AGENT,
        41,
        "May I have the order number, so that I need not ask for anything you told us before?",
    ),
    (Speaker.CUSTOMER, 63, "It is HS-20814."),
    (
        Speaker.AGENT,
        118,
        "Thank you. The driver left it with number 12, and nobody told you. That was ours to do.",
    ),
    (Speaker.CUSTOMER, 140, "I asked there, they have nothing."),
    (
        Speaker.AGENT,
        171,
        "Then I send a new one today, and you will have the tracking number by five o’clock.",
    ),
    (Speaker.CUSTOMER, 188, "That would help, thank you."),
    (Speaker.AGENT, 203, "Is there anything else that would have come up next?"),
)


def keep_chats(floor: Floor, agents: list[DemoAgent]) -> None:
    """Give the newest chat that nobody has read a transcript, for the first few who have one."""
    left = READ
    for agent in agents:
        chat = _newest_chat(floor, agent) if left else None
        if chat is not None:
            left -= 1
            _keep(floor, chat)


def _newest_chat(floor: Floor, agent: DemoAgent) -> Contact | None:
    found = contacts.of_agent(floor.db, agent.id, unobserved=True)
    return next((one for one in found if one.channel is Channel.CHAT and one.answered), None)


def _keep(floor: Floor, chat: Contact) -> None:
    id = transcripts.add(floor.db, chat, TranscriptFormat.TEXT, "", floor.supervisors[0])
    names = {Speaker.AGENT: "Agent", Speaker.CUSTOMER: "Customer"}
    lines = (Spoken(speaker, names[speaker], text, float(at)) for speaker, at, text in _CHAT)
    transcripts.add_lines(floor.db, id, lines)

"""The settings there are, one row each: the settings page is built from these rows."""

from dataclasses import dataclass
from typing import Literal

Value = bool | int | float | str
Kind = Literal["choice", "number", "switch", "text", "hidden"]


@dataclass(frozen=True, slots=True)
class Setting:
    """`place` is `machine` (this computer) or `store` (travels with it). The type is the default's.

    `label`, `help` and the words of `choices` are English source texts: pass them through `tr()`.
    """

    key: str
    kind: Kind
    default: Value
    label: str
    help: str = ""
    place: Literal["machine", "store"] = "machine"
    group: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 100


THEMES = (
    ("system", "As the system"),
    ("light", "Light"),
    ("dark", "Dark"),
    ("contrast", "High contrast"),
)
SIZES = tuple((size, f"{size}\N{NO-BREAK SPACE}%") for size in ("85", "100", "120", "150", "200"))
DETAILS = (("tell", "Point them out"), ("mask", "Mask them"), ("leave", "Leave them as typed"))
POLICIES = (("refer", "Stay where they are"), ("keep", "Are copied into the floor, encrypted"))
AGENT_SIDES = (
    ("unknown", "Not said"),
    ("left", "The agent is on the left"),
    ("right", "The agent is on the right"),
)
PAPERS = (("usual", "As usual where you are"), ("a4", "A4"), ("letter", "US Letter"))
LANGUAGES = (("system", "As the system"), ("en_GB", "English (UK)"), ("en_US", "English (US)"))

ROWS: tuple[Setting, ...] = (
    Setting("theme", "choice", "system", "Colours", "Changes at once.", group="Look", choices=THEMES),
    Setting(
        "text_percent", "choice", "100", "Text size", "Everything grows with it.", group="Look", choices=SIZES
    ),
    Setting(
        "language",
        "choice",
        "system",
        "Dates and numbers",
        "How they are written.",
        group="Look",
        choices=LANGUAGES,
    ),
    Setting("paper", "choice", "usual", "Paper of printed plans", group="Look", choices=PAPERS),
    Setting(
        "target_percent",
        "number",
        85,
        "Team target",
        "The line drawn on trends of scores, in percent.",
        place="store",
        group="Coaching",
    ),
    Setting(
        "calls_per_month",
        "number",
        8,
        "Calls to monitor each month, for each agent",
        "Today's list shows who has been heard less.",
        place="store",
        group="Coaching",
        high=60,
    ),
    Setting(
        "dispute_days",
        "number",
        14,
        "Days in which an agent may dispute an evaluation",
        "From the day it is shared. Afterwards a supervisor may still open a dispute, with a reason.",
        place="store",
        group="Coaching",
        low=1,
        high=365,
    ),
    Setting(
        "decide_days",
        "number",
        7,
        "Days in which a dispute is to be decided",
        "Today's list shows what waits, and what waits too long.",
        place="store",
        group="Coaching",
        low=1,
        high=90,
    ),
    Setting(
        "idle_minutes",
        "number",
        10,
        "Lock after so many minutes without a key or the mouse",
        "For everybody on this floor.",
        place="store",
        group="Signing in",
        low=1,
        high=120,
    ),
    Setting(
        "own_computer",
        "switch",
        False,
        "This computer is my own",
        "Off for a computer on the floor, which others use too.",
        group="Computer",
    ),
    Setting("keyrings", "hidden", "[]", "Stores whose key is in the keyring"),
    Setting("held_back", "hidden", "[]", "Stores that were locked or handed over: the keyring waits"),
    Setting(
        "private_emails",
        "choice",
        "tell",
        "E-mail addresses in notes and plans",
        "Card numbers and security codes are always masked; this is for what may be kept.",
        place="store",
        group="Privacy",
        choices=DETAILS,
    ),
    Setting(
        "private_phones",
        "choice",
        "tell",
        "Telephone numbers in notes and plans",
        place="store",
        group="Privacy",
        choices=DETAILS,
    ),
    Setting(
        "private_ids",
        "choice",
        "tell",
        "National identity numbers in notes and plans",
        "Those of Britain, the United States, India and eight more countries, written as usual there.",
        place="store",
        group="Privacy",
        choices=DETAILS,
    ),
    Setting(
        "phone_region",
        "text",
        "",
        "Country of your callers",
        "Two letters, such as GB; left blank, that of the dates. Other numbers are known by their +49.",
        place="store",
        group="Privacy",
    ),
    Setting(
        "recording_policy",
        "choice",
        "refer",
        "Recordings that are brought in",
        "A copy is encrypted, and backed up and erased with the floor; it takes room on this disk.",
        place="store",
        group="Recordings",
        choices=POLICIES,
    ),
    Setting(
        "recording_agent_side",
        "choice",
        "unknown",
        "Stereo recordings",
        "Tells agent and caller apart where the telephone system writes each on a channel of its own.",
        place="store",
        group="Recordings",
        choices=AGENT_SIDES,
    ),
    Setting(
        "recording_minutes",
        "number",
        2,
        "Minutes that clocks may be apart",
        "Of a recording and its contact, where there is no call reference. Two that fit are put to you.",
        place="store",
        group="Recordings",
        high=60,
    ),
    Setting(
        "recording_names",
        "hidden",
        "{agent}_{date}_{time}_{reference}",
        "How the names of recordings are made up",
        place="store",
    ),
    Setting(
        "silence_seconds",
        "number",
        4,
        "Seconds of silence in a recording that are pointed out",
        "Silences as long as this are drawn, counted, and left out where silences are skipped.",
        place="store",
        group="Recordings",
        low=1,
        high=60,
    ),
    Setting("sound_volume", "hidden", 100, "Loudness of recordings"),
    Setting("sound_rate", "hidden", 1.0, "Speed of recordings"),
    Setting("sound_skips", "hidden", False, "Whether silences are skipped"),
    Setting("watched_folders", "hidden", "{}", "Folders in which new recordings are looked for"),
    Setting("window", "hidden", "", "Place of the window"),
    Setting("store", "hidden", "", "The store opened last"),
    Setting("second_place", "hidden", "", "Second place for backups"),
    Setting("second_seen", "hidden", "{}", "When each store's second place was last reached, and its newest"),
    Setting("stale_days", "hidden", 3, "Days after which a backup is called old", low=1, high=60),
    Setting("users", "hidden", "{}", "Who used each store last"),
    Setting("tables", "hidden", "{}", "Columns and order of lists"),
    Setting("splits", "hidden", "{}", "How wide lists stand beside their detail"),
)

"""The pages of the rail, in order: a new page adds one row here."""

from desktop.coaching.access import Deed
from desktop.shell.places import Group, Place

PLACES: tuple[Place, ...] = (
    Place("today", "Today", "today", "desktop.features.today.page:TodayPage", group=Group.CALLS),
    Place(
        "monitoring",
        "Monitoring",
        "monitoring",
        "desktop.features.monitoring.page:MonitoringPage",
        Deed.OBSERVE,
        group=Group.CALLS,
    ),
    Place(
        "recordings",
        "Recordings",
        "play",
        "desktop.features.recordings.page:RecordingsPage",
        Deed.KEEP_RECORDINGS,
        group=Group.CALLS,
    ),
    Place(
        "sampling",
        "Sampling",
        "filter",
        "desktop.features.sampling.page:SamplingPage",
        Deed.SAMPLE,
        group=Group.CALLS,
    ),
    Place("people", "People", "people", "desktop.features.people.page:PeoplePage", group=Group.GROWTH),
    Place(
        "skills",
        "Skills",
        "skills",
        "desktop.features.skills.page:SkillsPage",
        Deed.ASSESS,
        group=Group.GROWTH,
    ),
    Place(
        "plans",
        "Plans",
        "plans",
        "desktop.features.plans.page:PlansPage",
        Deed.WRITE_PLAN,
        group=Group.GROWTH,
    ),
    Place(
        "trends",
        "Trends",
        "trends",
        "desktop.features.trends.page:TrendsPage",
        Deed.OBSERVE,
        group=Group.GROWTH,
    ),
    Place("library", "Library", "library", "desktop.features.library.page:LibraryPage"),
    Place("exchange", "Bring in", "import", "desktop.features.exchange.page:ExchangePage", Deed.IMPORT),
    Place("record", "Record", "record", "desktop.features.record.page:RecordPage", Deed.SEE_RECORD),
    Place("erasing", "Privacy", "privacy", "desktop.features.erasing.page:PrivacyPage", Deed.ERASE),
    Place("users", "Users", "users", "desktop.features.users.page:UsersPage", Deed.MANAGE_USERS),
    Place("settings", "Settings", "settings", "desktop.features.settings.page:SettingsPage"),
    Place("signin", "Welcome", "app", "desktop.features.signin.page:SigninPage", alone=True),
    Place("handover", "Your page", "people", "desktop.features.handover.page:HandoverPage", alone=True),
    Place(
        "own_evaluation",
        "Your evaluation",
        "monitoring",
        "desktop.features.monitoring.own_page:OwnEvaluationPage",
        alone=True,
    ),
    Place("own_plan", "Your plan", "plans", "desktop.features.plans.own_page:OwnPlanPage", alone=True),
    Place("own_view", "Your own view", "skills", "desktop.features.skills.own_page:OwnViewPage", alone=True),
)

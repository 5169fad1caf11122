"""The pages of the rail, in order: a new page adds one row here."""

from desktop.shell.places import Place

PLACES: tuple[Place, ...] = (
    Place("today", "Today", "today", "desktop.features.today.page:TodayPage"),
    Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),
    Place("people", "People", "people", "desktop.features.people.page:PeoplePage"),
    Place("skills", "Skills", "skills", "desktop.features.skills.page:SkillsPage"),
    Place("plans", "Plans", "plans", "desktop.features.plans.page:PlansPage"),
    Place("trends", "Trends", "trends", "desktop.features.trends.page:TrendsPage"),
    Place("library", "Library", "library", "desktop.features.library.page:LibraryPage"),
    Place("exchange", "Bring in", "import", "desktop.features.exchange.page:ExchangePage"),
    Place("record", "Record", "record", "desktop.features.record.page:RecordPage", ("supervisor", "admin")),
    Place("settings", "Settings", "settings", "desktop.features.settings.page:SettingsPage"),
    Place("signin", "Welcome", "app", "desktop.features.signin.page:SigninPage", alone=True),
)

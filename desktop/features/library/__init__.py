"""What good looks like here: vision, key behaviours, scorecards, skills, and the catalogue of actions."""

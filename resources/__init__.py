"""Files the application ships: icons, themes, templates, fonts and starter content."""

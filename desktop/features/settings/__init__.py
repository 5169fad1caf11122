"""How Deskside looks on this computer, what the floor has agreed on, and where its data is kept."""

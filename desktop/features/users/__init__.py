"""Who uses Deskside here: invited, given teams and agents, suspended, removed."""

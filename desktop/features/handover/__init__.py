"""The desk handed over: an agent's own things, read and answered by the agent."""

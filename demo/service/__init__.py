"""The page under load: processes that hold the networks, who comes when, and what can be watched of it."""

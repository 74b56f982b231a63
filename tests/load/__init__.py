"""The page under load: ``make load`` lets many visitors come at once, on this machine alone, and writes a report."""

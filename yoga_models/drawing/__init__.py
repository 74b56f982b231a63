"""Pictures of what was found: people, comparisons, fields."""

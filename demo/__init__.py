"""The page: layout, handlers, words and looks. What it knows about photos it asks of ``yoga_models``."""

"""One module a tab: plain functions that answer a visitor, then the layout that connects them."""

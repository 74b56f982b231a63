"""Everything the page says: sentences, and the small pieces of HTML that hold them. One module a tab."""

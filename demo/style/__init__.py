"""The looks: the theme's colours, the style sheet, and the one that overrides the toolkit's own."""

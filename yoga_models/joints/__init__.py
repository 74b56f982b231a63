"""From a photo to people: looks at the photo, heatmaps and part affinity fields, grouping."""

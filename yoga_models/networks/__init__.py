"""The networks in torch: trunks, stages, heads."""

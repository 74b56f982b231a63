"""The catalogue of asanas, and which one a person does."""

"""What the tabs share: fields for photos, examples, the panel for programs, and how functions meet what they change."""

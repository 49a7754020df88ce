"""The review room: machine claims become a record that people stand behind (docs/review.md)."""

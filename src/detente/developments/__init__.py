"""Several reports of one act, put together once, and how far to believe it."""

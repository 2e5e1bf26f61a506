"""Mail: one message for each subscriber, sent once."""

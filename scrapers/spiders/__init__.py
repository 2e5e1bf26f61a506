"""One module a platform: a `Spider` that asks, and a pure `read` that turns an answer into postings."""

"""What `benchmarks.trends` needs: an invented market, as a mart and as a store, and the bare queries beside ours."""

"""What `benchmarks.crawl` needs: a server of invented boards, and the bare crawler that ours is held against."""

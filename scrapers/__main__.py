"""The child process of a crawl, `scrapers.crawl.child`."""

import gc

if __name__ == "__main__":
    # What is being loaded stays: to look through it for garbage meanwhile takes a sixth of the time.
    gc.disable()
    from scrapers.crawl.child import main

    main()

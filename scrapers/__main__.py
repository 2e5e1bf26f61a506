"""The child process of a crawl, `scrapers.crawl.child`."""

import gc

if __name__ == "__main__":
    # What is being loaded stays: to look through it for garbage meanwhile takes a sixth of the time.
    gc.disable()
    # As it is loaded it looks at the source of whoever is waiting for it, and at every module there is: few, by now.
    import scrapy.core.downloader.contextfactory  # noqa: F401 - loaded for its sake alone

    from scrapers.crawl.child import main

    main()

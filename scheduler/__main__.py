"""`python -m scheduler` is the command `jobtide`, for when its script is not on the path."""

from scheduler.cli import main

if __name__ == "__main__":
    main()

"""`python -m benchmarks`: all of it, and the page that tells of it."""

from benchmarks.run import main

if __name__ == "__main__":
    main()

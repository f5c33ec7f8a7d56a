"""`python -m pipeline` is `jianbao`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()

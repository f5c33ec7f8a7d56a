"""Writers: one module an output. What a finished page becomes on disk, and the schema that it keeps to."""

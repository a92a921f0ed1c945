//! Programs with a life of their own: python, nginx, redis, curl, pip and the like.

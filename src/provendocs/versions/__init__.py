"""Publishing: a version of the site, built and proven, becomes one commit on the branch that the host serves."""

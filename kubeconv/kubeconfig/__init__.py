"""A kubeconfig as a typed view: which login each user has, what client-go accepts, where secrets are."""

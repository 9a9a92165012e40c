"""The end-to-end room: what kubeconv writes, judged by real kubectl and helm against a server on 127.0.0.1."""

# The engineer is on a jump host over SSH: no browser, no az. A code is the only way, and its risk should be said before.
clients kubectl=1.37.1 kubelogin=0.2.19
variable "SSH_CONNECTION=10.0.0.1 50000 10.0.0.2 22" SSH_TTY=/dev/pts/0
kubeconfig .kube/config aks-prod=legacy
signs-in aks-prod
$ kubeconv fix --plan
$ kubeconv fix --yes
